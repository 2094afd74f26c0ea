"""Comparing methods over a whole project: one sheet of entities, and figures that open their pairs.

`read_sheet` and `add_decisions` read a project once; `facts` compares two layers of it; everything
else counts rows of facts. Every cell of a `Grid` names the pairs that are behind its figure, as a
`Selection`.
"""

from core.review.compare.agree import agreement_grid, agreements
from core.review.compare.board import (
    Board,
    Measure,
    against_base,
    breakdown,
    confusion,
    errors,
    make_board,
    scores,
)
from core.review.compare.breakdowns import By
from core.review.compare.caveats import about_differences, caveats, what_is_counted
from core.review.compare.facts import Facts, facts
from core.review.compare.grid import Cell, Grid, to_csv, to_latex
from core.review.compare.names import NameIndex, index_names
from core.review.compare.occurrences import Occurrence, form_grid, occurrences, places_of
from core.review.compare.pairs import layers_of, pairs_of
from core.review.compare.read import add_decisions, read_sheet
from core.review.compare.selection import Selection, What, describe, parse, to_text
from core.review.compare.sheet import (
    DECISIONS,
    GOLD,
    RANDOM,
    Sheet,
    Spans,
    in_words,
    method_key,
)

__all__ = [
    "DECISIONS",
    "GOLD",
    "RANDOM",
    "Board",
    "By",
    "Cell",
    "Facts",
    "Grid",
    "Measure",
    "NameIndex",
    "Occurrence",
    "Selection",
    "Sheet",
    "Spans",
    "What",
    "about_differences",
    "add_decisions",
    "against_base",
    "agreement_grid",
    "agreements",
    "breakdown",
    "caveats",
    "confusion",
    "describe",
    "errors",
    "facts",
    "form_grid",
    "in_words",
    "index_names",
    "layers_of",
    "make_board",
    "method_key",
    "occurrences",
    "pairs_of",
    "parse",
    "places_of",
    "read_sheet",
    "scores",
    "to_csv",
    "to_latex",
    "to_text",
    "what_is_counted",
]
