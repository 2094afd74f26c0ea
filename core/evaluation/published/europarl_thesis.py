"""Europarl-NER, projection alone: matching by kind of score, and the best heuristics."""

from core.evaluation.published.systems import AWESOME, THESIS
from core.evaluation.published.table import System, Table, by_system

_GREEDY = "no method of ours picks greedily by this score"

_SYSTEMS = (
    System("alignment score, greedy", "ngram-greedy", AWESOME),
    System("alignment score, exact", "align ngram-exact", AWESOME),
    System("NER score, greedy", note=_GREEDY),
    System("NER score, exact", "ner"),
    System("translation score, greedy", note=_GREEDY),
    System("translation score, exact", "nmt"),
    System("best heuristic", links=AWESOME, note="other options for each language", choice=True),
    System("model transfer", "model-transfer"),
    System("alignment score, exactly one, greedy", links=AWESOME, shown=False),
    System("alignment score, exactly one, exact", links=AWESOME, shown=False),
    System("alignment score, at most two, greedy", links=AWESOME, shown=False),
    System("alignment score, at most two, exact", links=AWESOME, shown=False),
)

EUROPARL_THESIS = Table(
    "thesis",
    "europarl-ner",
    THESIS,
    "gold source entities, one candidate at most unless said, MISC counted",
    by_system(
        _SYSTEMS,
        "de es it",
        """
        .920 .883 .866
        .921 .883 .864
        .713 .739 .713
        .714 .734 .705
        .876 .906 .872
        .886 .916 .879
        .916 .903 .873
        .621 .653 .657
        .920 .883 .866
        .918 .883 .864
        .920 .883 .866
        .650 .488 .471
        """,
    ),
    step=0.001,
)
