"""Shelves of parts: each part a function with a name, a summary, options, needs and promises.

A part's options are its keyword-only parameters. Their types, defaults and bounds are read from
the signature, their descriptions from the docstring, so that the command line, the options form
and the method spec all speak of the same thing.
"""

import inspect
import re
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from core.domain.spec import Scalar
from core.errors import OptionError, UnknownNameError

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Between:
    """Inclusive bounds of a number, for use in `Annotated[int, Between(0, 10)]`."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a part: what a form needs to ask for it and a spec to check it."""

    name: str
    kind: Literal["int", "float", "bool", "str", "choice"]
    default: Scalar
    summary: str = ""
    choices: tuple[str, ...] = ()
    bounds: Between | None = None

    def check(self, value: object) -> Scalar:
        """Return the value as this option's type; raise OptionError that says what it takes."""
        got = self._parse(value)
        if got is None or (self.bounds and not self.bounds.low <= float(got) <= self.bounds.high):
            raise OptionError(f"option {self.name}: {value!r} is not {self.wanted()}")
        return got

    def wanted(self) -> str:
        """Return what the option takes, in words."""
        if self.kind == "choice":
            return "one of " + ", ".join(self.choices)
        names = {
            "int": "a whole number",
            "float": "a number",
            "bool": "true or false",
            "str": "text",
        }
        where = f" in [{self.bounds.low:g}, {self.bounds.high:g}]" if self.bounds else ""
        return names[self.kind] + where

    def _parse(self, value: object) -> Scalar | None:
        if self.kind == "bool":
            words = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}
            return value if isinstance(value, bool) else words.get(str(value).lower())
        if self.kind in {"str", "choice"}:
            fits = isinstance(value, str) and (self.kind == "str" or value in self.choices)
            return value if fits and isinstance(value, str) else None
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            return None
        try:
            number = float(value)
        except (ValueError, OverflowError):
            return None
        if self.kind == "float":
            return number if number == number and abs(number) != float("inf") else None
        return int(number) if number.is_integer() else None


@dataclass(frozen=True, slots=True)
class Part(Generic[F]):
    """A registered function with what people and programs need to know of it."""

    shelf: str
    name: str
    make: F
    summary: str
    source: str
    options: tuple[Option, ...]
    needs: frozenset[str]
    promises: Mapping[str, bool | int] = field(default_factory=dict)

    def configure(self, given: Mapping[str, object]) -> dict[str, Scalar]:
        """Return all options, defaults filled in; raise OptionError on what the part lacks."""
        known = {option.name: option for option in self.options}
        for name in given:
            if name not in known:
                listed = ", ".join(known) or "none"
                raise OptionError(
                    f"{self.shelf} {self.name} has no option {name!r}; it has: {listed}"
                )
        return {name: o.check(given.get(name, o.default)) for name, o in known.items()}


class Shelf(Generic[F]):
    """A named collection of parts that can stand in for each other."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._parts: dict[str, Part[F]] = {}

    def register(
        self, name: str, *, needs: Iterable[str] = (), **promises: bool | int
    ) -> Callable[[F], F]:
        """Return a decorator that puts a function on this shelf under `name`."""

        def put(make: F) -> F:
            doc = inspect.getdoc(make) or ""
            self._parts[name] = Part(
                shelf=self.name,
                name=name,
                make=make,
                summary=doc.split("\n\n")[0].replace("\n", " "),
                source=_section(doc, "Source"),
                options=_options(make, doc),
                needs=frozenset(needs),
                promises=types.MappingProxyType(dict(promises)),
            )
            return make

        return put

    def get(self, name: str) -> Part[F]:
        """Return the part; raise UnknownNameError, listing the known ones."""
        if name not in self._parts:
            raise UnknownNameError(self.name, name, self._parts)
        return self._parts[name]

    def parts(self) -> tuple[Part[F], ...]:
        """Return all parts in alphabetical order."""
        return tuple(self._parts[name] for name in sorted(self._parts))


def _section(doc: str, title: str) -> str:
    found = re.search(rf"^{title}:\s*(.+?)(?:\n\n|\Z)", doc, re.MULTILINE | re.DOTALL)
    return " ".join(found.group(1).split()) if found else ""


def _options(make: Callable[..., Any], doc: str) -> tuple[Option, ...]:
    hints = get_type_hints(make, include_extras=True)
    about = dict(re.findall(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", doc, re.MULTILINE))
    return tuple(
        _option(p.name, hints[p.name], p.default, " ".join(about.get(p.name, "").split()))
        for p in inspect.signature(make).parameters.values()
        if p.kind is p.KEYWORD_ONLY
    )


def _option(name: str, hint: Any, default: Scalar, summary: str) -> Option:
    bounds = None
    if get_origin(hint) is Annotated:
        hint, *notes = get_args(hint)
        bounds = next((note for note in notes if isinstance(note, Between)), None)
    if get_origin(hint) is Literal:
        return Option(name, "choice", default, summary, choices=tuple(get_args(hint)))
    if get_origin(hint) in {Union, types.UnionType} or hint not in {int, float, bool, str}:
        raise TypeError(f"option {name}: {hint} is not int, float, bool, str or Literal")
    return Option(name, hint.__name__, default, summary, bounds=bounds)
