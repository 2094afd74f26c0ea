"""Export like the original: the CoNLL file that came in, nothing but corrected tags changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.decision import PairStatus
from core.errors import ExportError, MissingInputError, UnknownNameError
from core.formats import conll, schemes
from core.formats.conll_lossless import Change, rewrite
from core.formats.outgoing import Row
from core.review.export import Export, made
from core.review.export_rows import CORRECTED, Count, Wanted, rows
from core.storage import Workspace
from core.storage.originals import Original

ORIGINAL = "original"
SIDES = ("target", "source")


@dataclass(frozen=True, slots=True)
class _Sentences:
    """Which sentence of a file each pair was made of."""

    original: Original
    document: conll.Document
    by_position: dict[int, int]
    scheme: str
    column: int | None


def export_original(
    ws: Workspace,
    project: str,
    *,
    side: str = "target",
    name: str = "",
    statuses: Iterable[PairStatus] = (PairStatus.DONE,),
    layer: str = CORRECTED,
) -> Export:
    """Return the file that came in with the tags of the chosen pairs as they are now.

    Pairs that are not chosen, and sentences that were left out on import, keep the tags that they
    came with; they are counted. The file is read back and compared.

    Args:
        ws: the database.
        project: name of the project.
        side: `target` or `source`.
        name: of the file, where there are several.
        statuses: of the pairs whose tags are wanted.
        layer: as in `export`.

    Raises:
        ExportError: the file would not read back, or has nowhere to put tags.
        MissingInputError: no CoNLL file of that side was kept.
        UnknownNameError: there is no such file or side.
    """
    if side not in SIDES:
        raise UnknownNameError("side", side, SIDES)
    original = _choose(ws, project, side, name)
    sentences = _read(original)
    count = Count()
    wanted = Wanted(frozenset(statuses), layer)
    changes: dict[int, Change] = {}
    for row in rows(ws, project, wanted, count):
        if (k := sentences.by_position.get(row.position)) is not None:
            changes[k] = _change(row, side, sentences, k)
    written = rewrite(
        original.data,
        changes,
        scheme=sentences.scheme,
        file=original.name,
        tag_column=sentences.column,
    )
    stays = len(sentences.document.blocks) - len(changes)
    notes = [f"{written.tags} tags differ from {original.name}, in {written.scheme.upper()}"]
    if stays:
        notes.append(f"{stays} of its sentences keep the tags that they came with")
    return made(
        count,
        wanted,
        data=written.data if changes else b"",
        format=ORIGINAL,
        suffix="",
        beside={},
        notes=tuple(notes),
    )


def _choose(ws: Workspace, project: str, side: str, name: str) -> Original:
    kept = ws.originals.read(project, side)
    if not kept:
        raise MissingInputError(
            f"project {project!r} was not made of a CoNLL file on its {side} side, or the file was "
            "not kept; choose another format"
        )
    found = [one for one in kept if name in {"", one.name}]
    if len(found) != 1:
        raise UnknownNameError("file", name, [one.name for one in kept])
    return found[0]


def _read(original: Original) -> _Sentences:
    """Return the sentences of a file; raise ExportError where nothing tells how it was read."""
    about = original.about
    scheme, column, left = about.get("scheme"), about.get("tag_column"), about.get("left", [])
    whole = isinstance(left, list) and all(type(k) is int for k in left)
    if scheme not in list(schemes.SCHEMES) or type(column) not in {int, type(None)} or not whole:
        raise ExportError(
            f"what was kept of how {original.name} was read cannot be used; choose another format"
        )
    document = conll.read(
        original.data, file=original.name, tag_column=column, report=lambda _: None
    )
    gone = set(left)
    places = [k for k in range(len(document.blocks)) if k not in gone]
    size = original.last - original.first + 1
    by_position = {original.first + n: k for n, k in enumerate(places[:size])}
    return _Sentences(original, document, by_position, str(scheme), column)


def _change(row: Row, side: str, sentences: _Sentences, k: int) -> Change:
    came = row.came or row.pair
    old, new = came.sentence(side), row.pair.sentence(side)
    if sentences.document.blocks[k].tokens != new.tokens:
        raise ExportError(
            f"the words of pair {row.pair.id!r} are not those of {sentences.original.name} any "
            "more; choose another format"
        )
    return Change(old.entities or (), new.entities or ())
