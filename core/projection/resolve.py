"""Method specs: built from plain values, checked against the shelves, defaults filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.candidates import CANDIDATES
from core.domain.spec import MethodSpec, PartSpec, Scalar, WeightedPart
from core.errors import OptionError, SpecError
from core.matching import MATCHERS
from core.projection.heuristics import HEURISTICS
from core.registry import Between, Option, Part, Shelf
from core.scoring import SCORES

DEFAULT_ALIGNER = "statistical"
_KEYS = frozenset(
    {"name", "summary", "aligner", "candidates", "scores", "matcher", "heuristic", "label_map"}
)
_WEIGHT = Option("weight", "float", 1.0, bounds=Between(-1000, 1000))


def spec_from_dict(
    given: Mapping[str, object], aligner_shelf: Shelf[Any] | None = None
) -> MethodSpec:
    """Return the spec that plain values (of TOML, JSON or a form) spell, defaults filled in.

    A part is a table with its name under `part` and its options beside it, or just the name.
    `aligner` may be left out. Either `heuristic`, or `scores`, `matcher` and `candidates`.

    Args:
        given: the keys of `MethodSpec`; anything else is refused.
        aligner_shelf: the aligners; without it the aligner's options are taken as they are.

    Raises:
        SpecError: a key is unknown, missing or of the wrong shape.
        UnknownNameError: a part does not exist; lists the ones that do.
        OptionError: a part lacks an option or does not take its value.
    """
    if unknown := sorted(set(given) - _KEYS):
        raise SpecError(
            f"a method spec has no key {unknown[0]!r}; it has: {', '.join(sorted(_KEYS))}"
        )
    name, summary = given.get("name", "unnamed"), given.get("summary", "")
    if not isinstance(name, str) or not isinstance(summary, str) or not name:
        raise SpecError("name and summary of a method spec must be text, the name not empty")
    heuristic, composed = "heuristic" in given, "matcher" in given
    if heuristic == composed:
        raise SpecError(f"method {name!r} needs either a heuristic or a matcher")
    if heuristic and ("candidates" in given or "scores" in given):
        raise SpecError(f"method {name!r} is a heuristic; it takes no candidates and no scores")
    return MethodSpec(
        name=name,
        summary=summary,
        aligner=_aligner(given.get("aligner", DEFAULT_ALIGNER), aligner_shelf),
        candidates=_several(given, "candidates", CANDIDATES) if composed else (),
        scores=_scores(given) if composed else (),
        matcher=_part(given["matcher"], MATCHERS) if composed else None,
        heuristic=_part(given["heuristic"], HEURISTICS) if heuristic else None,
        label_map=_label_map(given.get("label_map", {})),
    )


def with_aligner(
    spec: MethodSpec, aligner: object, aligner_shelf: Shelf[Any] | None = None
) -> MethodSpec:
    """Return the spec with another aligner: its name, or a table of `part` and options."""
    return replace(spec, aligner=_aligner(aligner, aligner_shelf))


def with_label_map(spec: MethodSpec, label_map: Mapping[str, str]) -> MethodSpec:
    """Return the spec with these entries put into its label map; `O` drops a label."""
    return replace(spec, label_map=_label_map({**dict(spec.label_map), **label_map}))


def with_options(
    spec: MethodSpec, options: Mapping[str, object], aligner_shelf: Shelf[Any] | None = None
) -> MethodSpec:
    """Return the spec with options set, each named `PART.KEY`, such as `exact.min_score`.

    PART is the name of a part in the spec, or `aligner`, `matcher` or `heuristic`. `weight` is an
    option of every score.

    Raises:
        OptionError: the spec has no such part, or the part no such option or value.
    """
    plain = spec.to_dict()
    for key, value in options.items():
        part, dot, option = key.partition(".")
        places = [p for role, p in _places(plain) if part in {role, p["part"]}]
        if not dot or not option or option == "part" or not places:
            known = ", ".join(sorted({str(p["part"]) for _, p in _places(plain)} | {"aligner"}))
            raise OptionError(
                f"option {key!r} of method {spec.name!r}: write PART.KEY, PART one of: {known}"
            )
        for place in places:
            place[option] = value
    return spec_from_dict(plain, aligner_shelf)


def needs(spec: MethodSpec) -> frozenset[str]:
    """Return what the parts of a method need besides the sentences, such as `alignment`."""
    parts: list[Part[Any]] = [CANDIDATES.get(p.part) for p in spec.candidates]
    parts += [SCORES.get(w.score.part) for w in spec.scores]
    parts += [MATCHERS.get(spec.matcher.part)] if spec.matcher else []
    parts += [HEURISTICS.get(spec.heuristic.part)] if spec.heuristic else []
    return frozenset().union(*(part.needs for part in parts))


def _places(plain: Mapping[str, Any]) -> list[tuple[str, dict[str, object]]]:
    """Return every part of a spec's plain form with the role it plays."""
    roles = [(role, plain[role]) for role in ("aligner", "heuristic", "matcher") if role in plain]
    return roles + [(r, p) for r in ("candidates", "scores") for p in plain.get(r, ())]


def _table(value: object) -> tuple[str, dict[str, object]]:
    """Return the name of a part and the options beside it."""
    if isinstance(value, str):
        return value, {}
    if isinstance(value, Mapping) and isinstance(value.get("part"), str):
        return value["part"], {k: v for k, v in value.items() if k != "part"}
    raise SpecError(f"a part must be a name or a table with the key `part`, got {value!r}")


def _part(value: object, shelf: Shelf[Any]) -> PartSpec:
    name, options = _table(value)
    return PartSpec.of(name, shelf.get(name).configure(options))


def _aligner(value: object, shelf: Shelf[Any] | None) -> PartSpec:
    name, options = _table(value)
    name = DEFAULT_ALIGNER if name == "default" else name
    if shelf is not None:
        return _part({"part": name, **options}, shelf)
    plain: dict[str, Scalar] = {}
    for key, option in options.items():
        if not isinstance(option, (str, int, float, bool)):
            raise OptionError(f"option {key} of aligner {name}: {option!r} is no single value")
        plain[key] = option
    return PartSpec.of(name, plain)


def _listed(given: Mapping[str, object], key: str) -> Sequence[object]:
    value = given.get(key)
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        raise SpecError(f"a method with a matcher needs a list of {key}, at least one")
    return value


def _several(given: Mapping[str, object], key: str, shelf: Shelf[Any]) -> tuple[PartSpec, ...]:
    parts = tuple(_part(value, shelf) for value in _listed(given, key))
    return tuple(sorted(parts, key=lambda p: (p.part, repr(p.options))))


def _scores(given: Mapping[str, object]) -> tuple[WeightedPart, ...]:
    found = []
    for value in _listed(given, "scores"):
        name, options = _table(value)
        weight = float(_WEIGHT.check(options.pop("weight", 1.0)))
        found.append(WeightedPart(_part({"part": name, **options}, SCORES), weight))
    return tuple(sorted(found, key=lambda w: (w.score.part, repr(w.score.options), w.weight)))


def _label_map(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        raise SpecError(f"label_map must be a table of label = label, got {value!r}")
    for source, target in value.items():
        for label in (source, target):
            if not isinstance(label, str) or not label or any(c.isspace() for c in label):
                raise SpecError(f"label_map: {label!r} is no label")
    return tuple(sorted(value.items()))
