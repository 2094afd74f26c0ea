"""Europarl-NER, projection alone: the thesis' heuristic under twelve settings."""

from core.evaluation.published.systems import AWESOME, THESIS
from core.evaluation.published.table import System, Table, by_system


def _setting(
    gap: int, keep: str, ratio: str, *, apart: str = "", methods: str = "", shown: bool = False
) -> System:
    name = f"heuristic, gap {gap}, {keep}, {ratio}{apart and f', {apart}'}"
    return System(name, methods, AWESOME, shown=shown)


_ONE, _ALL = "longest run", "all runs"
_RATIO, _OFF = "ratio 0.8", "any length"
_APART = "not past the first word"

EUROPARL_GRID = Table(
    "thesis, heuristics",
    "europarl-ner",
    THESIS,
    "gold source entities, MISC counted",
    by_system(
        (
            _setting(1, _ONE, _RATIO, methods="heuristic-thesis", shown=True),
            _setting(1, _ONE, _OFF),
            _setting(1, _ALL, _RATIO),
            _setting(1, _ALL, _OFF),
            _setting(1, _ONE, _RATIO, apart=_APART),
            _setting(1, _ONE, _OFF, apart=_APART),
            _setting(1, _ALL, _RATIO, apart=_APART),
            _setting(1, _ALL, _OFF, apart=_APART),
            _setting(0, _ONE, _RATIO),
            _setting(0, _ONE, _OFF),
            _setting(0, _ALL, _RATIO),
            _setting(0, _ALL, _OFF),
        ),
        "de es it",
        """
        .819 .903 .871
        .916 .875 .846
        .819 .903 .873
        .912 .858 .832
        .815 .886 .848
        .899 .847 .813
        .815 .885 .850
        .886 .816 .782
        .814 .873 .838
        .896 .819 .789
        .814 .872 .840
        .875 .763 .735
        """,
    ),
    step=0.001,
)
