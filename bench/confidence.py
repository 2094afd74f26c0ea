"""Where the constants of `core/aligners/confidence.py` come from: `python -m bench.confidence`.

Logistic regression on the gold links of the even half (by hash of the pair's id) of one English
and French file, learned from all of its training text, from little of it, and each pair alone
(which counts less); a link that people call possible counts as a link by three quarters. Nothing
else is fitted, and no other gold is seen.
"""

import sys

import numpy as np
from numpy.typing import NDArray

from bench.aligner import DATA, gold, halves, marked, training_text
from core.aligners import Bitext, confidence, lexicon
from core.aligners.corpus import index
from core.aligners.evidence import evidence
from core.aligners.fit import Settings, decode, fit
from core.aligners.table import WordTable
from core.formats.gold_links import GoldRow

FILE = "alibi.en-fr"
SMALL = 1000
ALONE = 0.1
POSSIBLE = 0.75
RIDGE = 1.0

Floats = NDArray[np.float64]


def examples(
    pairs: list[Bitext], rows: list[GoldRow], text: list[Bitext], known: WordTable | None
) -> tuple[Floats, Floats]:
    """Return what the judged cells of the even half are made of, and how far they are links."""
    corpus = index([*pairs, *text])
    prior = evidence(corpus, known)
    learned = fit(corpus, prior, Settings())
    posteriors, _ = decode(corpus, learned, prior.form, last=len(pairs))
    made = confidence.features(corpus, learned.classes, prior.form, posteriors)
    truth = np.concatenate([marked(p, r).ravel() for p, r in zip(pairs, rows, strict=True)])
    half = np.repeat(halves(rows)[0], np.diff(corpus.cell_at)[: len(pairs)])
    kept = (made[:, 0] > 0) & half & ~np.isnan(truth)
    return made[kept].astype(np.float64), np.where(truth == 1, 1.0, POSSIBLE * (truth > 0))[kept]


def worlds() -> list[tuple[float, Floats, Floats]]:
    """Return the examples, each part with the weight of one of its cells."""
    pairs, rows = gold(FILE)
    text = training_text("en-fr")
    full = examples(pairs, rows, text, lexicon.load("en", "fr"))
    small = examples(pairs, rows, text[:SMALL], None)
    single = [examples([p], [r], [], None) for p, r in zip(pairs, rows, strict=True)]
    alone = tuple(np.concatenate([part[k] for part in single]) for k in (0, 1))
    return [(1.0, *full), (1.0, *small), (ALONE, alone[0], alone[1])]


def regression(x: Floats, y: Floats, weight: Floats) -> Floats:
    """Return the weights of a logistic regression, by Newton's method."""
    found = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-x @ found))
        curve = (x * (weight * p * (1.0 - p))[:, None]).T @ x + RIDGE * np.eye(len(found))
        step = np.linalg.solve(curve, x.T @ (weight * (y - p)) - RIDGE * found)
        found += step
        if np.abs(step).max() < 1e-9:
            break
    return found


def main() -> int:
    """Print the weights beside those in use; return the exit status."""
    if not DATA.is_dir():
        print("bench.confidence: ../shared/data is not here, nothing to fit")
        return 0
    parts = worlds()
    x, y = (np.concatenate([part[k] for part in parts]) for k in (1, 2))
    weight = np.concatenate([np.full(len(part[2]), part[0]) for part in parts])
    weight /= sum(part[0] for part in parts)
    for look, in_use in (("first", confidence.FIRST), ("second", confidence.WEIGHTS)):
        print(
            look, "look, fitted:", *(f"{w:.3f}" for w in regression(x[:, : len(in_use)], y, weight))
        )
        print(look, "look, in use:", *(f"{w:.3f}" for w in in_use))
    return 0


if __name__ == "__main__":
    sys.exit(main())
