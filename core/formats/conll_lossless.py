"""A CoNLL file with other tags in it and nothing else changed, byte for byte.

Byte order mark, line ends, empty lines, comments, document marks, other columns and the spaces
between them stay as they are. In a sentence whose entities changed, only the tags of tokens that
these changes touch are written anew, in the scheme of the file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from core.domain.entity import Entity
from core.errors import CoreError, ExportError
from core.formats import conll, schemes
from core.formats.conll_layout import FEATURE, MISC, Layout
from core.formats.lines import raw_lines

_CELL = re.compile(rb"[^ ]+")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Change:
    """What the entities of a sentence were, as they were read, and what they are to be."""

    old: tuple[Entity, ...]
    new: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file with other tags.

    Args:
        data: the file.
        tags: how many tags differ from those that it had.
        scheme: of the tags.
    """

    data: bytes
    tags: int
    scheme: str


def rewrite(
    data: bytes,
    changes: Mapping[int, Change],
    *,
    scheme: str,
    file: str = "",
    tag_column: int | None = None,
) -> Rewritten:
    """Return the file with the entities of some sentences changed, after reading it back.

    Args:
        data: the file as it came in, unpacked.
        changes: by sentence, counted from 0 as `conll.read` counts them.
        scheme: that its tags are written in, one of `schemes.SCHEMES`.
        file: its name, for messages.
        tag_column: which column holds the tags, from 0; None finds it.

    Raises:
        ExportError: the file has nowhere to put tags, or would read back otherwise.
    """
    document = conll.read(data, file=file, tag_column=tag_column, report=_pass)
    layout = _writable(document.layout, file)
    explicit = b"=O" in data and bool(layout.feature)
    written: dict[int, str] = {}
    spelled: dict[int, tuple[str, ...]] = {}
    for k, change in changes.items():
        block = document.blocks[k]
        had = block.tags or ("O",) * len(block.tokens)
        if change.old == change.new and _reads_as(had, change.new, scheme):
            continue
        spelled[k] = _spelled(had, change, scheme)
        rows = zip(block.lines, had, spelled[k], strict=True)
        written.update({line: tag for line, old, tag in rows if old != tag})
    if not written:
        return Rewritten(data, 0, scheme)
    lines = enumerate(raw_lines(data), start=1)
    made = b"".join(
        _with_tag(line, layout, written[n], explicit=explicit) if n in written else line
        for n, line in lines
    )
    _check(made, document, layout, spelled, file)
    return Rewritten(made, len(written), scheme)


def _pass(_: object) -> None:
    """Say nothing: what is wrong with the file was told when it was imported."""


def _writable(layout: Layout, file: str) -> Layout:
    if layout.tag_column is not None:
        return layout
    if layout.is_conllu():
        return replace(layout, tag_column=MISC, feature=FEATURE)
    raise ExportError(f"{file}: no column holds entity tags, so that there is nowhere to put them")


def _spelled(had: tuple[str, ...], change: Change, scheme: str) -> tuple[str, ...]:
    """Return the new tags: those that the change does not touch as the file has them.

    Where these and the new ones would not read as the entities wanted, all are written anew.
    """
    before = schemes.encode(change.old, len(had), scheme)
    after = schemes.encode(change.new, len(had), scheme)
    rows = zip(had, before, after, strict=True)
    kept = tuple(tag if old == new else new for tag, old, new in rows)
    return kept if _reads_as(kept, change.new, scheme) else after


def _reads_as(tags: tuple[str, ...], wanted: tuple[Entity, ...], scheme: str) -> bool:
    if not all(map(schemes.is_tag, tags)):
        return False
    ways: tuple[schemes.Repair, ...] = ("begin", "drop")
    return any(schemes.decode(tags, scheme, repair=how) == wanted for how in ways)


def _with_tag(line: bytes, layout: Layout, tag: str, *, explicit: bool) -> bytes:
    """Return a line with another tag in it."""
    body = line.removesuffix(b"\n").removesuffix(b"\r")
    at = layout.tag_column or 0
    if layout.separator == "tab":
        cells = body.split(b"\t")
        start = sum(len(cell) + 1 for cell in cells[:at])
        end = start + len(cells[at])
    else:
        start, end = list(_CELL.finditer(body))[at].span()
    old = body[start:end]
    new = _feature(old, layout.feature, tag, explicit=explicit) if layout.feature else tag.encode()
    return body[:start] + new + body[end:] + line[len(body) :]


def _feature(cell: bytes, name: str, tag: str, *, explicit: bool) -> bytes:
    """Return a cell of features with the tag among them; O only where the file spells it."""
    items = [] if cell == b"_" else cell.split(b"|")
    key = name.encode() + b"="
    item = [key + tag.encode()] if tag != "O" or explicit else []
    at = next((k for k, found in enumerate(items) if found.startswith(key)), len(items))
    return b"|".join([*items[:at], *item, *items[at + 1 :]]) or b"_"


def _check(
    made: bytes,
    document: conll.Document,
    layout: Layout,
    spelled: Mapping[int, tuple[str, ...]],
    file: str,
) -> None:
    """Raise ExportError unless the file reads back with these tags and all others as they were."""
    try:
        found = conll.read(made, file=file, layout=layout, report=_pass)
    except CoreError as error:
        raise ExportError(f"nothing was exported: {error}") from error
    told = list(_differences(document, found, spelled))[:_SHOWN]
    if told:
        raise ExportError(f"nothing was exported, it would not read back: {'; '.join(told)}")


def _differences(
    before: conll.Document, after: conll.Document, spelled: Mapping[int, tuple[str, ...]]
) -> Iterator[str]:
    if len(before.blocks) != len(after.blocks):
        yield f"{len(before.blocks)} sentences were there and {len(after.blocks)} read back"
        return
    for k, (old, new) in enumerate(zip(before.blocks, after.blocks, strict=True)):
        tags = spelled.get(k, old.tags or ("O",) * len(old.tokens))
        same = (new.tags or ("O",) * len(new.tokens)) == tags
        if not same or replace(old, tags=None) != replace(new, tags=None):
            yield f"the sentence on line {old.lines[0]} reads back otherwise"
