"""Selections: the pairs behind one cell of the Compare page, as a value and as a line of words.

Each word is `key:value`, with white space and % in a value as %XX:
`differ method:coverage-exact against:gold kind:boundary label:PER`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from urllib.parse import quote, unquote

from core.domain.spec import short_hash
from core.errors import InputError
from core.evaluation.differences import Difference
from core.review.compare.sheet import in_words


class What(StrEnum):
    """What makes a pair one of a selection.

    `differ`: a method differs there from what it is compared with; `failed`: the method failed;
    `name`: the source has a name.
    """

    DIFFER = "differ"
    FAILED = "failed"
    NAME = "name"


class Side(StrEnum):
    """Whose entities a difference is looked for in."""

    REFERENCE = "reference"
    METHOD = "method"


ANY = "any"
"""Value of `kind`: right ones count as well; of `method` and `against`: any method of the sheet."""

NOTHING = "no entity"
"""Value of `wanted` or `given`: nothing on that side; with a space, so that no label is like it."""

LONGEST = 1000
"""Characters that a selection may have as words."""

_LONG = 100
_KEPT = 40
"""A key of more than `_LONG` characters is held by its first `_KEPT` and a hash: two fit in the
words whatever is in them."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which pairs are meant; empty fields ask for nothing.

    Args:
        what: what makes a pair one of them.
        method: key of a layer, as in `core.review.compare.sheet` (`method:NAME`), or `ANY`.
        against: key of the layer that it is compared with (`gold`, `method:NAME`), or `ANY`.
        within: key of a layer: only pairs in which both would be compared with it.
        kind: a `Difference`, or `ANY`; "" for any difference but `same`. Of a name, `missing`:
            the layer gave it no span.
        side: only entities of this side.
        label: the entity's label.
        wanted: the label that the reference has, `NOTHING` for none.
        given: the label that the method has instead, `NOTHING` for none.
        length: a bucket of lengths, as in `core.review.compare.breakdowns`.
        frequency: a bucket of frequencies of the source name.
        language: a pair of languages, as `en-de`.
        name: comparison key of a source name, made `brief`.
        form: comparison key of its form in the target, in that layer, made `brief`.
    """

    what: What
    method: str = ""
    against: str = ""
    within: str = ""
    kind: str = ""
    side: str = ""
    label: str = ""
    wanted: str = ""
    given: str = ""
    length: str = ""
    frequency: str = ""
    language: str = ""
    name: str = ""
    form: str = ""

    def __post_init__(self) -> None:
        """Refuse what lacks a field that it needs, or has a value that no field takes."""
        lacking = [key for key in _NEEDS[self.what] if not getattr(self, key)]
        if lacking:
            raise InputError(f"a selection `{self.what}` needs {' and '.join(lacking)}")
        for key, known in _KNOWN.items():
            value = getattr(self, key)
            if value and value not in known:
                raise InputError(f"no {key} {value!r} in a selection; known: {', '.join(known)}")


_NEEDS: Mapping[What, tuple[str, ...]] = {
    What.DIFFER: ("method", "against"),
    What.FAILED: ("method",),
    What.NAME: ("name", "language"),
}
_KNOWN: Mapping[str, Sequence[str]] = {
    "kind": (*map(str, Difference), ANY),
    "side": tuple(map(str, Side)),
}
_KEYS = tuple(field.name for field in fields(Selection) if field.name != "what")


def brief(key: str) -> str:
    """Return a comparison key as selections hold it: a long one by its beginning and a hash."""
    return key if len(key) <= _LONG else f"{key[:_KEPT]}…{short_hash(key)}"


def to_text(selection: Selection) -> str:
    """Return the selection as words; `parse` reads them back."""
    values = ((key, getattr(selection, key)) for key in _KEYS)
    words = [f"{key}:{_packed(value)}" for key, value in values if value]
    return " ".join([str(selection.what), *words])


def _packed(value: str) -> str:
    return "".join(quote(c) if c.isspace() or c == "%" else c for c in value)


def describe(selection: Selection) -> str:
    """Return the selection as people say it: `coverage-exact against gold: boundary, PER`."""
    method, against = _layer(selection.method), _layer(selection.against)
    if selection.what is What.FAILED:
        return f"{method} failed"
    if selection.what is What.NAME:
        form = f"{method}: {selection.form or 'no span'}" if method else ""
        return ", ".join(filter(None, (f"“{selection.name}” in {selection.language}", form)))
    return f"{method} against {against}: {', '.join(_details(selection))}"


def _layer(key: str) -> str:
    return "any method" if key == ANY else in_words(key)


def _details(selection: Selection) -> Iterator[str]:
    sides = {Side.REFERENCE: "in the reference", Side.METHOD: "in the method"}
    yield {"": "any difference", ANY: "any entity"}.get(selection.kind, selection.kind)
    if selection.side:
        yield sides[Side(selection.side)]
    if selection.wanted or selection.given:
        yield f"{selection.wanted or ANY} became {selection.given or ANY}"
    yield from filter(None, (selection.label, selection.language))
    if selection.length:
        yield f"{selection.length} tokens long"
    if selection.frequency:
        yield f"name {selection.frequency} times in the project"
    if selection.within:
        yield f"on pairs with {in_words(selection.within)}"


def parse(text: str) -> Selection:
    """Return the selection that words ask for.

    Raises:
        InputError: the text is no selection, or one that lacks something; says what is known.
    """
    if len(text) > LONGEST:
        raise InputError(f"a selection has at most {LONGEST} characters, this one {len(text)}")
    what, *words = text.split() or [""]
    if what not in set(What):
        raise InputError(f"no selection {what!r}; known: {', '.join(What)}")
    found: dict[str, str] = {}
    for word in words:
        key, colon, value = word.partition(":")
        if key not in _KEYS or not colon or not value:
            raise InputError(f"no word {word!r} in a selection; known: {':, '.join(_KEYS)}:")
        if key in found:
            raise InputError(f"{key} stands twice in the selection {text!r}")
        found[key] = unquote(value)
    return Selection(What(what), **found)
