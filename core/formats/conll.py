"""CoNLL columns: one token a line, an empty line behind each sentence, tags in one of the columns.

Columns are cut at TAB if any token line has one, else at runs of ASCII space, so that no-break
spaces stay inside tokens. Comments stand only before the first token of a sentence. -DOCSTART-
lines, CoNLL-U's multiword ranges and empty nodes are no tokens.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.domain.entity import to_iob2
from core.domain.pair import Sentence
from core.errors import FormatError, MissingInputError
from core.formats.lines import Lines, read_lines
from core.formats.problems import Problem, Report, refuse
from core.formats.schemes import is_tag

_SPACES = re.compile(" +")
_NUMBERED = re.compile(r"[1-9][0-9]*(?:[-.][0-9]+)?")
_FILLERS = frozenset({"-X-", "O", "_", "-", "-Y-"})
_DOCSTART = "-DOCSTART-"
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
class Layout:
    """How the columns of a file are laid out; columns count from 0.

    Args:
        separator: `tab` or `space`.
        columns: how many every token line has.
        token_column: which holds the token.
        tag_column: which holds the tag; None where none does.
    """

    separator: str
    columns: int
    token_column: int
    tag_column: int | None


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
    data: Lines, *, file: str = "", tag_column: int | None = None, report: Report = refuse
) -> Document:
    """Return the sentences of a file; report lines with another number of columns than the rest.

    Args:
        data: the file, or its lines.
        file: its name, for messages.
        tag_column: which column holds the tags, from 0; None finds the last that looks like tags.
        report: what to do with a problem; a bad line leaves its sentence without tokens,
            so that what stands behind it keeps its position.
    """
    groups = list(_groups(data, file=file, report=report))
    if not groups:
        report(Problem("no token line", file=file, remedy="bring a file with tokens and tags"))
        return Document(Layout("tab", 0, 0, None), ())
    layout = _layout(groups, tag_column, file=file, report=report)
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
    tokens = [row for row in rows if row and not row.startswith(("# ", _DOCSTART))]
    tagged = [r for r in tokens if any(is_tag(c) for c in _split(r, _separator([r]))[1:])]
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


def _separator(rows: Iterable[str]) -> str:
    return "tab" if any("\t" in row for row in rows) else "space"


def _split(text: str, separator: str) -> list[str]:
    return text.split("\t") if separator == "tab" else _SPACES.split(text.strip(" "))


def _layout(
    groups: Sequence[Sequence[_Row]], tag_column: int | None, *, file: str, report: Report
) -> Layout:
    rows = [r.text for g in groups for r in g[_comments(g) :] if r.text]
    every = [r.text for g in groups for r in g if r.text]
    # What looks like a comment or a document mark is asked only where there is nothing else.
    rows = _unmarked(rows) or _unmarked(every) or every
    separator = _separator(rows)
    table = [_split(row, separator) for row in rows]
    counts = Counter(len(row) for row in table)
    columns = max(counts, key=lambda n: (counts[n], n), default=0)
    fitting = [row for row in table if len(row) == columns]
    token = int(columns > 2 and all(_NUMBERED.fullmatch(row[0]) for row in fitting))
    if tag_column is not None and not token < tag_column < columns:
        what = f"there is no tag column {tag_column}"
        remedy = f"columns count from 0; this file has {columns}, tokens in column {token}"
        raise FormatError(what, file=file, remedy=remedy)
    found = _tag_column(fitting, columns, token) if tag_column is None else tag_column
    if columns == 1:
        remedy = "put a token and its tag on every line, with a TAB between them"
        what = "there is only one column"
        report(Problem(what, file=file, line=groups[0][0].line, remedy=remedy, whole=True))
    elif columns and found is None:
        what = "no column holds entity tags; only the tokens are read"
        remedy = "tags look like O, B-PER, I-PER"
        report(Problem(what, file=file, remedy=remedy, severity="warning"))
    return Layout(separator, columns, token, found)


def _unmarked(rows: Iterable[str]) -> list[str]:
    return [row for row in rows if not row.startswith(_DOCSTART)]


def _tag_column(rows: Sequence[Sequence[str]], columns: int, token: int) -> int | None:
    """Return the last column in which at least half of the values are tags."""
    for column in range(columns - 1, token, -1):
        if 2 * sum(is_tag(row[column]) for row in rows) >= len(rows) > 0:
            return column
    return None


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
        row = _split(group[k].text, layout.separator)
        tag = layout.tag_column
        if len(row) == layout.columns and tag is not None and is_tag(row[tag]):
            return group[k:]
    return group[_comments(group) :]


def _is_docstart(body: Sequence[_Row], layout: Layout) -> bool:
    """Return whether the first line marks a document: alone, or ragged, and nothing but fillers."""
    row = _SPACES.split(body[0].text.replace("\t", " ").strip(" "))
    if row[0] != _DOCSTART or not set(row[1:]) <= _FILLERS:
        return False
    return len(body) == 1 or len(row) != layout.columns


def _block(
    body: Sequence[_Row], layout: Layout, name: str, doc: str, *, file: str, report: Report
) -> Iterator[Block]:
    tokens, tags, lines = [], [], []
    bad = False
    for row in body:
        cells = _split(row.text, layout.separator)
        if row.text and len(cells) == layout.columns and cells[layout.token_column]:
            if layout.token_column and not cells[0].isdigit():
                continue
            tokens.append(cells[layout.token_column])
            lines.append(row.line)
            if layout.tag_column is not None:
                tags.append(cells[layout.tag_column])
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
