"""CoNLL columns: one token a line, an empty line behind each sentence, tags in one of the columns.

Columns are cut at TAB if any token line has one, else at runs of ASCII space, so that no-break
spaces stay inside tokens. Comments stand only before the first token of a sentence. -DOCSTART-
lines, CoNLL-U's multiword ranges and empty nodes are no tokens.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.domain.entity import to_iob2
from core.domain.pair import Sentence
from core.errors import MissingInputError
from core.formats.conll_layout import DOCSTART, Layout, cut, detect, separator_of
from core.formats.lines import Lines, read_lines
from core.formats.problems import Problem, Report, refuse
from core.formats.schemes import is_tag

_SPACES = re.compile(" +")
_FILLERS = frozenset({"-X-", "O", "_", "-", "-Y-"})
_ID = re.compile(r"# *(?:sent_id *= *|id(?: *= *| +))(\S+)")
_DOC = re.compile(r"# *newdoc(?: +id *= *(\S+))?")


@dataclass(frozen=True, slots=True)
class Block:
    """One sentence as it stands in the file.

    Args:
        tokens: as they stand; none where a line of the sentence was reported.
        tags: one a token, in the file's own scheme; None where no column holds tags.
        lines: the line of every token.
        id: from a comment, or "".
        doc: from a -DOCSTART- or a newdoc comment, or "".
    """

    tokens: tuple[str, ...]
    tags: tuple[str, ...] | None
    lines: tuple[int, ...]
    id: str = ""
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file read: its layout and its sentences, in order."""

    layout: Layout
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    text: str


def read(
    data: Lines,
    *,
    file: str = "",
    tag_column: int | None = None,
    layout: Layout | None = None,
    report: Report = refuse,
) -> Document:
    """Return the sentences of a file; report lines with another number of columns than the rest.

    Args:
        data: the file, or its lines.
        file: its name, for messages.
        tag_column: which column holds the tags, from 0; None finds the last that looks like tags.
        layout: of the columns, where it is known; None finds it.
        report: what to do with a problem; a bad line leaves its sentence without tokens,
            so that what stands behind it keeps its position.
    """
    groups = list(_groups(data, file=file, report=report))
    if not groups:
        report(Problem("no token line", file=file, remedy="bring a file with tokens and tags"))
        return Document(Layout("tab", 0, 0, None), ())
    layout = layout or _layout(groups, tag_column, file=file, report=report)
    return Document(layout, tuple(_blocks(groups, layout, file=file, report=report)))


def write(sentences: Iterable[Sentence]) -> Iterator[bytes]:
    """Yield token TAB IOB2 tag lines, one empty line between sentences.

    Raises:
        MissingInputError: a sentence that nobody has annotated; it is not the same as all O.
    """
    for k, sentence in enumerate(sentences):
        if sentence.entities is None:
            raise MissingInputError(
                f"sentence {k + 1} has no entities yet; project onto it or leave it out"
            )
        tags = to_iob2(sentence.entities, len(sentence))
        rows = zip(sentence.tokens, tags, strict=True)
        text = "".join(f"{token}\t{tag}\n" for token, tag in rows)
        # A reader takes a byte order mark off the first line; do not let a token's be there.
        yield (f"\n{text}" if k or text.startswith("\ufeff") else text).encode()


def looks_like(data: bytes) -> bool:
    """Return whether the first token lines look like columns with entity tags."""
    rows = [_strip(line) for line in data[: 2**16].decode("utf-8", "replace").split("\n")[:400]]
    tokens = [row for row in rows if row and not row.startswith(("# ", DOCSTART))]
    tagged = [r for r in tokens if any(is_tag(c) for c in cut(r, separator_of([r]))[1:])]
    return len(tagged) > 0 and len(tagged) >= 0.75 * len(tokens)


def _strip(text: str) -> str:
    return text.removesuffix("\r").lstrip("\ufeff") if text.strip(" \t\r") else ""


def _groups(data: Lines, *, file: str, report: Report) -> Iterator[list[_Row]]:
    """Yield the lines between empty lines."""
    group: list[_Row] = []
    for line, text in read_lines(data, file=file, report=report):
        if text is None:
            group.append(_Row(line, ""))
        elif text.strip(" \t"):
            group.append(_Row(line, text))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _comments(group: Sequence[_Row]) -> int:
    """Return how many lines at the top may be comments."""
    for k, row in enumerate(group):
        if not row.text.startswith("# "):
            return k
    return len(group)


def _layout(
    groups: Sequence[Sequence[_Row]], tag_column: int | None, *, file: str, report: Report
) -> Layout:
    rows = [r.text for g in groups for r in g[_comments(g) :] if r.text]
    every = [r.text for g in groups for r in g if r.text]
    # What looks like a comment or a document mark is asked only where there is nothing else.
    rows = _unmarked(rows) or _unmarked(every) or every
    comments = (r.text for g in groups for r in g[: _comments(g)])
    first = groups[0][0].line
    return detect(rows, comments, tag_column, file=file, line=first, report=report)


def _unmarked(rows: Iterable[str]) -> list[str]:
    return [row for row in rows if not row.startswith(DOCSTART)]


def _blocks(
    groups: Iterable[list[_Row]], layout: Layout, *, file: str, report: Report
) -> Iterator[Block]:
    doc, documents = "", 0
    for group in groups:
        body = _body(group, layout)
        name = ""
        for row in group[: len(group) - len(body)]:
            if found := _DOC.match(row.text):
                documents += 1
                doc = found[1] or f"doc-{documents}"
            elif found := _ID.match(row.text):
                name = found[1]
        if body and _is_docstart(body, layout):
            documents += 1
            doc = f"doc-{documents}"
            body = body[1:]
        if body:
            yield from _block(body, layout, name, doc, file=file, report=report)


def _body(group: list[_Row], layout: Layout) -> list[_Row]:
    """Return the lines behind the comments; `# O` is a token where it fills the columns."""
    for k in range(_comments(group)):
        row = cut(group[k].text, layout.separator)
        if len(row) == layout.columns and is_tag(layout.tag(row) or ""):
            return group[k:]
    return group[_comments(group) :]


def _is_docstart(body: Sequence[_Row], layout: Layout) -> bool:
    """Return whether the first line marks a document: alone, or ragged, and nothing but fillers."""
    row = _SPACES.split(body[0].text.replace("\t", " ").strip(" "))
    if row[0] != DOCSTART or not set(row[1:]) <= _FILLERS:
        return False
    return len(body) == 1 or len(row) != layout.columns


def _block(
    body: Sequence[_Row], layout: Layout, name: str, doc: str, *, file: str, report: Report
) -> Iterator[Block]:
    tokens, tags, lines = [], [], []
    bad = False
    for row in body:
        cells = cut(row.text, layout.separator)
        if row.text and len(cells) == layout.columns and layout.token(cells):
            if layout.token_column and not cells[0].isdigit():
                continue
            tokens.append(layout.token(cells))
            lines.append(row.line)
            tag = layout.tag(cells)
            tags += [] if tag is None else [tag]
            continue
        bad = True
        if row.text:
            report(_wrong_columns(row, cells, layout, file))
    known = None if layout.tag_column is None or bad else tuple(tags)
    if bad:
        yield Block((), None, (body[0].line,), name, doc)
    elif tokens:
        yield Block(tuple(tokens), known, tuple(lines), name, doc)


def _wrong_columns(row: _Row, cells: Sequence[str], layout: Layout, file: str) -> Problem:
    if len(cells) == layout.columns:
        return Problem("the token is empty", file=file, line=row.line, remedy="write the token")
    by = "TAB" if layout.separator == "tab" else "space"
    what = f"{len(cells)} {'column' if len(cells) == 1 else 'columns'} separated by {by}"
    remedy = f"the other lines of this file have {layout.columns}"
    return Problem(what, file=file, line=row.line, remedy=remedy)
