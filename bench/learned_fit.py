"""Where `data/scorer.json` comes from: `python -m bench.learned --fit`.

Boosted trees over the features that need no decisions, learned from RELX, xSID, Universal NER PUD
and EnSiTa, each corpus of which counts alike. Europarl plays no part in them, nor in any choice of
options; it is only reported.
"""

import json
from collections.abc import Mapping, Sequence

from bench.learned_cases import Case
from core.scoring.learned.known import FILE
from core.scoring.learned.trees import Trees
from core.training.scorer import learn_prior

LEARNED_FROM = (
    *("relx.en-es", "relx.en-fr", "xsid-valid.en-ar", "xsid-valid.en-de", "xsid-valid.en-it"),
    *("xsid-valid.en-ja", "pud.en-de", "pud.en-pt", "pud.en-zh", "ensita.en-ta"),
)


def fit(found: Mapping[str, Sequence[Case]], without: str = "") -> Trees:
    """Return the prior of these corpora, those of one collection left out."""
    examples, weights = [], []
    for name, some in found.items():
        if name not in LEARNED_FROM or name.split(".")[0] == without:
            continue
        mine = [case.example for case in some if case.example is not None]
        right = sum(int(e.right.sum()) for e in mine)
        examples += mine
        weights += [1.0 / right] * len(mine)
    rows = sum(len(e.right) for e in examples)
    whole = sum(w * len(e.right) for w, e in zip(weights, examples, strict=True))
    return learn_prior(examples, [w * rows / whole for w in weights])


def write(trees: Trees) -> None:
    """Write the file that ships."""
    FILE.write_text(json.dumps(trees.plain()) + "\n", encoding="utf-8")
