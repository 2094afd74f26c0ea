"""Annotating source sentences from a gazetteer: bytes of a file become a look, or decisions."""

from contextlib import closing
from dataclasses import dataclass

from core.domain.role import Actor
from core.formats import gazetteer as file_format
from core.formats import limits
from core.review import gazetteer
from core.review.names import Book
from core.storage import Workspace


@dataclass(frozen=True, slots=True)
class Wish:
    """How a gazetteer is to be used.

    Args:
        label: for lines that have none of their own.
        everywhere: also in sentences that have entities already.
        exact: letters as they are written, not by their comparison keys.
    """

    label: str = ""
    everywhere: bool = False
    exact: bool = False


def look(
    data: bytes,
    wish: Wish,
    *,
    file: str,
    project: str,
    url: str | None,
    actor: Actor | None = None,
) -> gazetteer.Preview:
    """Return what a gazetteer would add to a project; without an actor the owner looks.

    Raises:
        FormatError: a line of the file cannot be used; names it.
    """
    book = _book(data, wish, file)
    with closing(Workspace.open(url, actor=actor)) as ws:
        return gazetteer.preview(ws, project, book, everywhere=wish.everywhere)


def annotate(
    data: bytes,
    wish: Wish,
    *,
    file: str,
    project: str,
    person: str,
    url: str | None,
    report: gazetteer.Progress | None = None,
    actor: Actor | None = None,
) -> gazetteer.Annotated:
    """Return what a gazetteer added to a project, as decisions of a person.

    Raises:
        FormatError: a line of the file cannot be used; names it, and nothing is added.
    """
    book = _book(data, wish, file)
    with closing(Workspace.open(url, actor=actor)) as ws:
        return gazetteer.annotate(
            ws, project, person, book, everywhere=wish.everywhere, report=report
        )


def _book(data: bytes, wish: Wish, file: str) -> Book:
    limits.check_sizes([(file, len(data))])
    return Book(file_format.read(data, wish.label, file=file), exact=wish.exact)
