"""How the columns of a CoNLL file are laid out, and how one line is cut into them.

The entity tags stand in a column of their own, or, in CoNLL-U, as one feature of MISC
(`NER=B-PER|SpaceAfter=No`). `# global.columns` of CoNLL-U Plus says which column holds the words.
WikiANN puts the language before every token (`en:Paris`); that is no part of the token.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.errors import FormatError
from core.formats.problems import Problem, Report
from core.formats.schemes import is_tag

DOCSTART = "-DOCSTART-"
CONLLU_COLUMNS = 10
MISC = 9
FEATURE = "NER"
"""What the tags are called in the MISC column where a file has none yet."""

_SPACES = re.compile(" +")
_NUMBERED = re.compile(r"[1-9][0-9]*(?:[-.][0-9]+)?")
_FEATURES = frozenset({"ner", "ne", "entity", "namedentity"})
_GLOBAL = re.compile(r"# *global\.columns *= *(.+)")
_PREFIX = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*:")
_FEWEST = 3
"""Tokens that it takes to believe in a prefix of all of them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the columns of a file are laid out; columns count from 0.

    Args:
        separator: `tab` or `space`.
        columns: how many every token line has.
        token_column: which holds the token.
        tag_column: which holds the tag; None where none does.
        feature: what the tag is called where its column holds features; "" where it is the cell.
        prefix: what stands before every token of the file, such as `en:`.
    """

    separator: str
    columns: int
    token_column: int
    tag_column: int | None
    feature: str = ""
    prefix: str = ""

    def is_conllu(self) -> bool:
        """Return whether these are the ten columns of CoNLL-U, the words in the second."""
        return (self.separator, self.columns, self.token_column) == ("tab", CONLLU_COLUMNS, 1)

    def token(self, cells: Sequence[str]) -> str:
        """Return the token of a line."""
        return cells[self.token_column].removeprefix(self.prefix)

    def tag(self, cells: Sequence[str]) -> str | None:
        """Return the tag of a line, None where no column holds tags."""
        if self.tag_column is None:
            return None
        cell = cells[self.tag_column]
        return _features(cell).get(self.feature, "O") if self.feature else cell


def cut(text: str, separator: str) -> list[str]:
    """Return the cells of a line."""
    return text.split("\t") if separator == "tab" else _SPACES.split(text.strip(" "))


def separator_of(rows: Iterable[str]) -> str:
    """Return `tab` if any line holds one, else `space`."""
    return "tab" if any("\t" in row for row in rows) else "space"


def detect(
    rows: Sequence[str],
    comments: Iterable[str],
    tag_column: int | None,
    *,
    file: str,
    line: int,
    report: Report,
) -> Layout:
    """Return the layout of a file; report where there is one column only, or none holds tags.

    Args:
        rows: the token lines.
        comments: the comment lines.
        tag_column: which column holds the tags; None finds the last that looks like tags.
        file: its name, for messages.
        line: of the first token, for messages.
        report: what to do with a problem.
    """
    separator = separator_of(rows)
    table = [cut(row, separator) for row in rows]
    counts = Counter(len(row) for row in table)
    columns = max(counts, key=lambda n: (counts[n], n), default=0)
    fitting = [row for row in table if len(row) == columns]
    token = _token_column(fitting, comments, columns)
    if tag_column is not None and not token < tag_column < columns:
        what = f"there is no tag column {tag_column}"
        remedy = f"columns count from 0; this file has {columns}, tokens in column {token}"
        raise FormatError(what, file=file, remedy=remedy)
    found = _tag_column(fitting, columns, token) if tag_column is None else tag_column
    plain = Layout(separator, columns, token, found)
    feature = _feature(fitting) if found is None and plain.is_conllu() else ""
    prefix = "" if token else _prefix(fitting)
    if columns == 1:
        remedy = "put a token and its tag on every line, with a TAB between them"
        what = "there is only one column"
        report(Problem(what, file=file, line=line, remedy=remedy, whole=True))
    elif columns and found is None and not feature:
        what = "no column holds entity tags; only the tokens are read"
        remedy = "tags look like O, B-PER, I-PER"
        report(Problem(what, file=file, remedy=remedy, severity="warning"))
    if prefix:
        what = f"every token begins with {prefix!r}, which is read as no part of it"
        report(Problem(what, file=file, severity="note"))
    return Layout(separator, columns, token, MISC if feature else found, feature, prefix)


def _token_column(rows: Sequence[Sequence[str]], comments: Iterable[str], columns: int) -> int:
    for comment in comments:
        if found := _GLOBAL.match(comment):
            names = found[1].split()
            if len(names) == columns and "FORM" in names:
                return names.index("FORM")
    return int(columns > 2 and all(_NUMBERED.fullmatch(row[0]) for row in rows))


def _tag_column(rows: Sequence[Sequence[str]], columns: int, token: int) -> int | None:
    """Return the last column in which at least half of the values are tags."""
    for column in range(columns - 1, token, -1):
        if 2 * sum(is_tag(row[column]) for row in rows) >= len(rows) > 0:
            return column
    return None


def _feature(rows: Iterable[Sequence[str]]) -> str:
    """Return the feature of MISC that holds tags and nothing else, "" where none does."""
    values: dict[str, bool] = {}
    for row in rows:
        for name, value in _features(row[MISC]).items():
            if name.casefold() in _FEATURES:
                values[name] = values.get(name, True) and is_tag(value)
    return next((name for name, all_tags in values.items() if all_tags), "")


def _features(cell: str) -> dict[str, str]:
    pairs = (item.partition("=") for item in cell.split("|"))
    return {name: value for name, sign, value in pairs if sign}


def _prefix(rows: Sequence[Sequence[str]]) -> str:
    """Return the language and colon before every token, "" where they are not before all."""
    if len(rows) < _FEWEST or not (found := _PREFIX.match(rows[0][0])):
        return ""
    prefix = found[0]
    every = all(row[0].startswith(prefix) and len(row[0]) > len(prefix) for row in rows)
    return prefix if every else ""
