"""Selections: the pairs behind a cell of the Compare page, asked for in words."""

from core.review.compare.pairs import pairs_of
from core.review.compare.read import add_decisions, read_sheet
from core.review.compare.selection import LONGEST, Selection, parse, to_text
from core.storage import Workspace

__all__ = ["LONGEST", "Selection", "matching", "parse", "to_text"]


def matching(ws: Workspace, project: str, text: str) -> tuple[str, ...]:
    """Return the ids of the pairs of a selection, in corpus order.

    The whole project is read, which takes seconds where it is large; a page keeps the sheet and
    asks `core.review.compare.pairs_of` instead.

    Args:
        ws: the database.
        project: name of the project.
        text: the selection in words, as `to_text` writes it.

    Raises:
        InputError: the text cannot be understood.
        UnknownNameError: it names a method, label, language, bucket or name that is not there.
        MissingInputError: no method has run over the project yet.
    """
    selection = parse(text)
    return pairs_of(add_decisions(ws, project, read_sheet(ws, project)), selection)
