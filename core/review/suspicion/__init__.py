"""Suspicion: which pairs are probably wrong and why, from what the engine knows, without gold.

`corpus = count(rows)`, then `suspicions(rows, corpus)` yields one `Suspicion` a row;
`core.review.orders` puts them in order. A pair with a small `chance` and no flags is one that
nothing speaks against.
"""

from core.review.suspicion.judge import suspicion, suspicions
from core.review.suspicion.table import CODES, SIGNALS
from core.review.suspicion.tally import Corpus, count
from core.review.suspicion.values import MOST_FLAGS, Flag, Row, Suspicion

__all__ = [
    "CODES",
    "MOST_FLAGS",
    "SIGNALS",
    "Corpus",
    "Flag",
    "Row",
    "Suspicion",
    "count",
    "suspicion",
    "suspicions",
]
