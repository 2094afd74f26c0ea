"""Knobs: what of a layer's method can be moved, and the method with some of it moved.

A knob has a path in the spec, such as `scores.0.weight` or `matcher.price`. Paths are always those
of the layer's own spec, also while something is moved; only with another method (`method`) are they
those of that one.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.aligners import ALIGNERS
from core.candidates import CANDIDATES
from core.domain.spec import MethodSpec, Scalar
from core.errors import CoreError, OptionError
from core.matching import MATCHERS
from core.projection.combiners import COMBINERS
from core.projection.heuristics import HEURISTICS
from core.projection.joiners import JOINERS
from core.projection.presets import PRESETS
from core.projection.resolve import needs, spec_from_dict
from core.registry import Between, Option, Shelf
from core.scoring import SCORES

METHOD = "method"
JOINT = "joint"
"""Paths of the named method, and of whether the pairs of a group are projected together."""

_SHELVES: Mapping[str, Shelf[Any]] = {
    "candidates": CANDIDATES,
    "scores": SCORES,
    "matcher": MATCHERS,
    "heuristic": HEURISTICS,
    "combiner": COMBINERS,
    "joint": JOINERS,
}
_WEIGHT = Option(
    "weight", "float", 1.0, "how much the score counts in the sum", bounds=Between(-1000, 1000)
)
_VOTE = Option("weight", "float", 1.0, "how much its vote counts", bounds=Between(0, 1000))
_TOGETHER = Option(JOINT, "bool", default=True, summary="project the pairs of a group together")
_CORPUS = frozenset({("combiner", "weights"), ("joint", "weights")})
"""What only a whole corpus can be estimated from."""

_MAX_CHANGES = 100
_STEPS = {"int": 1.0, "float": 0.05}


@dataclass(frozen=True, slots=True)
class Knob:
    """One number or choice of a method.

    Args:
        path: where it stands in the spec.
        name: the part it belongs to and its own name, for people.
        option: what it takes.
        value: as it is now.
        was: as the layer has it.
    """

    path: str
    name: str
    option: Option
    value: Scalar
    was: Scalar

    def view(self) -> dict[str, object]:
        """Return the knob as the page reads it."""
        shown: dict[str, object] = {
            "path": self.path,
            "name": self.name,
            "help": self.option.summary,
            "value": self.value,
            "was": self.was,
        }
        if self.option.bounds is not None:
            shown |= {"min": self.option.bounds.low, "max": self.option.bounds.high}
        if self.option.kind in _STEPS:
            shown["step"] = _STEPS[self.option.kind]
        if self.option.kind == "choice":
            shown["choices"] = list(self.option.choices)
        return shown


def knobs(
    spec: MethodSpec, changes: Mapping[str, object] = {}, having: Collection[str] = ()
) -> tuple[Knob, ...]:
    """Return what can be moved in a method, with the values that it has after some changes.

    Options that are free text are left out, and those that only a whole corpus can answer.

    Args:
        spec: of a layer.
        changes: values by path; nothing is believed of them.
        having: kinds of what the project has besides links, such as `tag_probs`.

    Raises:
        OptionError: a path that there is not, or a value that it does not take.
    """
    given = _few(changes)
    wanted = _method(spec, having)
    choice = wanted.check(given.pop(METHOD, spec.name))
    start = _named(spec, str(choice))
    found = {knob.path: knob for knob in _all(start)}
    moved = {path: _moved(found, path, value) for path, value in given.items()}
    told = Knob(METHOD, "named method", wanted, choice, spec.name)
    return (told, *(moved.get(path, knob) for path, knob in found.items()))


def changed_spec(
    spec: MethodSpec, changes: Mapping[str, object], having: Collection[str] = ()
) -> MethodSpec:
    """Return the method of a layer with some of its knobs moved, under its own name.

    Raises:
        OptionError: a path that there is not, or a value that it does not take.
        SpecError: the parts do not go together any more.
    """
    found = knobs(spec, changes, having)
    plain = _named(spec, str(found[0].value)).to_dict()
    for knob in found[1:]:
        if knob.path != JOINT:
            _put(plain, knob.path.split("."), knob.value)
        elif not knob.value:
            del plain[JOINT]
    return spec_from_dict({**plain, "name": spec.name}, ALIGNERS)


def changed_name(
    spec: MethodSpec, changes: Mapping[str, object], having: Collection[str] = ()
) -> str:
    """Return a name for the changed method: `coverage-exact, exact price 0.2`."""
    method, *others = knobs(spec, changes, having)
    moved = [knob for knob in others if knob.value != knob.was]
    told = [f"{knob.name.replace(':', '')} {_said(knob.value)}" for knob in moved]
    return ", ".join([str(method.value), *told])


def _said(value: Scalar) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _few(changes: Mapping[str, object]) -> dict[str, object]:
    if len(changes) > _MAX_CHANGES:
        raise OptionError(f"{len(changes)} changes at once; make at most {_MAX_CHANGES}")
    for path, value in changes.items():
        if not isinstance(value, (str, int, float, bool)) or len(str(value)) > _MAX_CHANGES:
            raise OptionError(f"{path[:_MAX_CHANGES]}: give a number, true or false, or a choice")
    return dict(changes)


def _method(spec: MethodSpec, having: Collection[str]) -> Option:
    """Return the choice among the layer's own method and those that need what there is."""
    there = {"alignment", *having}
    names = [spec.name, *(n for n in PRESETS if n != spec.name and _needs(n) <= there)]
    summary = "start from another named method"
    return Option(METHOD, "choice", spec.name, summary, choices=tuple(names))


@cache
def _needs(name: str) -> frozenset[str]:
    """Return what a named method needs besides the sentences."""
    return needs(spec_from_dict({"name": name, **PRESETS[name]}))


def _named(spec: MethodSpec, name: str) -> MethodSpec:
    """Return a named method on the links and with the label map of a layer's spec."""
    if name == spec.name:
        return spec
    plain = spec.to_dict()
    kept = {key: plain[key] for key in ("aligner", "label_map", JOINT) if key in plain}
    return spec_from_dict({"name": name, **PRESETS[name], **kept}, ALIGNERS)


def _all(spec: MethodSpec) -> Iterator[Knob]:
    plain = spec.to_dict()
    yield from _of_parts(plain, "", "")
    for k, member in enumerate(spec.members):
        path = f"members.{k}"
        yield _knob(f"{path}.weight", f"{member.spec.name}: weight", _VOTE, member.weight)
        yield from _of_parts(member.spec.parts(), f"{path}.", f"{member.spec.name}, ")
    if spec.joint is not None:
        yield _knob(JOINT, "groups: together", _TOGETHER, _TOGETHER.default)


def _of_parts(plain: Mapping[str, Any], before: str, owner: str) -> Iterator[Knob]:
    for role, shelf in _SHELVES.items():
        found = plain.get(role)
        tables = found if isinstance(found, list) else [found] if found else []
        names = [str(table["part"]) for table in tables]
        for k, table in enumerate(tables):
            path = f"{before}{role}.{k}" if isinstance(found, list) else f"{before}{role}"
            again = names[:k].count(names[k])
            title = f"{owner}{names[k]} {again + 1}" if again else f"{owner}{names[k]}"
            if role == "scores":
                yield _knob(f"{path}.weight", f"{title}: weight", _WEIGHT, table["weight"])
            for option in shelf.get(names[k]).options:
                if option.kind != "str" and (role, option.name) not in _CORPUS:
                    name = f"{title}: {option.name.replace('_', ' ')}"
                    yield _knob(f"{path}.{option.name}", name, option, table[option.name])


def _knob(path: str, name: str, option: Option, value: Scalar) -> Knob:
    return Knob(path, name, option, value, value)


def _moved(found: Mapping[str, Knob], path: str, value: object) -> Knob:
    if path not in found:
        known = ", ".join(found)
        raise OptionError(f"this method has no {path[:_MAX_CHANGES]!r}; it has: {known}")
    knob = found[path]
    try:
        checked = knob.option.check(value)
    except CoreError as error:
        raise OptionError(f"{knob.name}: {error}") from None
    return Knob(path, knob.name, knob.option, checked, knob.was)


def _put(plain: dict[str, Any], path: list[str], value: Scalar) -> None:
    """Put a value where a path of keys and indices leads."""
    place: Any = plain
    for step in path[:-1]:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[path[-1]] = value
