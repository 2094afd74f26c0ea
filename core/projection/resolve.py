"""Method specs: built from plain values, checked against the shelves, defaults filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.candidates import CANDIDATES
from core.domain.spec import Member, MethodSpec, PartSpec, Scalar, WeightedPart, canonical_json
from core.errors import OptionError, SpecError, UnknownNameError
from core.matching import MATCHERS
from core.projection.combiners import COMBINERS
from core.projection.heuristics import HEURISTICS
from core.projection.joiners import JOINERS, shares
from core.projection.presets import DEFAULT_METHOD, PRESETS
from core.registry import Between, Option, Part, Shelf
from core.scoring import SCORES

DEFAULT_ALIGNER = "statistical"
_MAIN = ("heuristic", "matcher", "combiner")
_BESIDE = {"candidates": "matcher", "scores": "matcher", "members": "combiner"}
"""Keys that have a meaning only beside another one."""

_KEYS = frozenset({"name", "summary", "aligner", "label_map", "joint", *_MAIN, *_BESIDE})
_LISTS = ("candidates", "scores")
_NOT_IN_MEMBERS = {
    "aligner": "all members work on the alignment of the whole method",
    "label_map": "labels are mapped once, for the whole method",
    "members": "a member of a vote cannot be a vote itself",
    "combiner": "a member of a vote cannot be a vote itself",
    "joint": "pairs of a group are joined once, for the whole method",
}
_WEIGHT = Option("weight", "float", 1.0, bounds=Between(-1000, 1000))
_VOTE = Option("weight", "float", 1.0, bounds=Between(0, 1000))


def spec_from_dict(
    given: Mapping[str, object], aligner_shelf: Shelf[Any] | None = None
) -> MethodSpec:
    """Return the spec that plain values (of TOML, JSON or a form) spell, defaults filled in.

    A part is a table with its name under `part` and its options beside it, or just the name.
    `aligner` may be left out. Either `heuristic`; or `scores`, `matcher` and `candidates`; or
    `members` and `combiner`. A member is the name of a named method, or a table of `method` (such a
    name) or of the parts themselves, with `name` and `weight` beside it. `joint` joins groups.

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
    main = _main(given, name)
    composed, voting = main == "matcher", main == "combiner"
    aligner = _aligner(given.get("aligner", DEFAULT_ALIGNER), aligner_shelf)
    return MethodSpec(
        name=name,
        summary=summary,
        aligner=aligner,
        candidates=_several(given, "candidates", CANDIDATES) if composed else (),
        scores=_scores(given) if composed else (),
        matcher=_part(given["matcher"], MATCHERS) if composed else None,
        heuristic=_part(given["heuristic"], HEURISTICS) if main == "heuristic" else None,
        members=_members(given, aligner) if voting else (),
        combiner=_part(given["combiner"], COMBINERS) if voting else None,
        label_map=_label_map(given.get("label_map", {})),
        joint=_joint(given["joint"], name, main) if "joint" in given else None,
    )


def with_aligner(
    spec: MethodSpec, aligner: object, aligner_shelf: Shelf[Any] | None = None
) -> MethodSpec:
    """Return the spec with another aligner: its name, or a table of `part` and options."""
    found = _aligner(aligner, aligner_shelf)
    members = (replace(m, spec=replace(m.spec, aligner=found)) for m in spec.members)
    return replace(spec, aligner=found, members=tuple(members))


def with_label_map(spec: MethodSpec, label_map: Mapping[str, str]) -> MethodSpec:
    """Return the spec with these entries put into its label map; `O` drops a label."""
    return replace(spec, label_map=_label_map({**dict(spec.label_map), **label_map}))


def with_options(
    spec: MethodSpec, options: Mapping[str, object], aligner_shelf: Shelf[Any] | None = None
) -> MethodSpec:
    """Return the spec with options set, each named `PART.KEY`, such as `exact.min_score`.

    PART is the name of a part in the spec, or a role such as `matcher`; parts of members are
    reached as well. `weight` is an option of every score, and, PART being its name, of a member.

    Raises:
        OptionError: the spec has no such part, or the part no such option or value.
    """
    plain = spec.to_dict()
    for key, value in options.items():
        part, dot, option = key.partition(".")
        places = _named(plain, part, option)
        if not dot or not option or option == "part" or not places:
            known = ", ".join(sorted({str(p["part"]) for _, p in _places(plain)} | {"aligner"}))
            raise OptionError(
                f"option {key!r} of method {spec.name!r}: write PART.KEY, PART one of: {known}"
            )
        for place in places:
            place[option] = value
    return spec_from_dict(plain, aligner_shelf)


def with_joint(spec: MethodSpec, joiner: object) -> MethodSpec:
    """Return the spec with pairs of one group projected together: a joiner's name or table."""
    main = next(key for key in _MAIN if getattr(spec, key) is not None)
    return replace(spec, joint=_joint(joiner, spec.name, main))


def part_names(spec: MethodSpec) -> frozenset[str]:
    """Return the names by which options can speak of a spec: parts, their roles, and members."""
    plain = spec.to_dict()
    known = {name for role, part in _places(plain) for name in (role, str(part["part"]))}
    return frozenset(known - set(_LISTS)).union(m.spec.name for m in spec.members)


def needs(spec: MethodSpec) -> frozenset[str]:
    """Return what the parts of a method need besides the sentences, such as `alignment`."""
    parts: list[Part[Any]] = [CANDIDATES.get(p.part) for p in spec.candidates]
    parts += [SCORES.get(w.score.part) for w in spec.scores]
    parts += [MATCHERS.get(spec.matcher.part)] if spec.matcher else []
    parts += [HEURISTICS.get(spec.heuristic.part)] if spec.heuristic else []
    parts += [COMBINERS.get(spec.combiner.part)] if spec.combiner else []
    parts += [JOINERS.get(spec.joint.part)] if spec.joint else []
    of_members = (needs(member.spec) for member in spec.members)
    return frozenset().union(*(part.needs for part in parts), *of_members)


def _places(plain: Mapping[str, Any]) -> list[tuple[str, dict[str, object]]]:
    """Return every part of a spec's plain form with the role it plays."""
    roles = [(role, plain[role]) for role in ("aligner", *_MAIN, "joint") if role in plain]
    roles += [(r, p) for r in _LISTS for p in plain.get(r, ())]
    return roles + [place for member in plain.get("members", ()) for place in _places(member)]


def _named(plain: Mapping[str, Any], name: str, option: str) -> list[dict[str, Any]]:
    """Return the tables that an option speaks of; a member's weight goes before a part's."""
    members = [m for m in plain.get("members", ()) if option == "weight" and m["name"] == name]
    return members or [p for role, p in _places(plain) if name in {role, p["part"]}]


def _main(given: Mapping[str, object], name: str) -> str:
    """Return which of the three kinds of method is given; raise SpecError where none is."""
    kinds = [key for key in _MAIN if key in given]
    if len(kinds) != 1:
        raise SpecError(
            f"method {name!r} needs either a heuristic or a matcher, or a combiner with members"
        )
    for key, kind in _BESIDE.items():
        if key in given and kind not in given:
            raise SpecError(f"method {name!r} has a {kinds[0]}; it takes no {key}")
    return kinds[0]


def _joint(value: object, name: str, main: str) -> PartSpec:
    """Return the joiner; raise SpecError where the method has no scores for it to add."""
    part = _part(value, JOINERS)
    if JOINERS.get(part.part).promises.get("adds_scores") and main != "matcher":
        raise SpecError(
            f"joiner {part.part} adds scores, method {name!r} has a {main} and none; "
            "take the joiner `vote`"
        )
    options = dict(part.options)
    return PartSpec.of(part.part, {**options, "weights": shares.normal(str(options["weights"]))})


def _members(given: Mapping[str, object], aligner: PartSpec) -> tuple[Member, ...]:
    """Return the members in the order of their canonical form, each with a name of its own."""
    listed = enumerate(_listed(given, "members"), start=1)
    found = [_member(value, aligner, f"member-{number}") for number, value in listed]
    names = [member.spec.name for member in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SpecError(f"two members are called {twice[0]!r}; give each a name of its own")
    if not any(member.weight for member in found):
        raise SpecError("the weights of all members are 0; give one a weight above it")
    return tuple(sorted(found, key=lambda m: (canonical_json(m.plain()), m.spec.name)))


def _member(value: object, aligner: PartSpec, unnamed: str) -> Member:
    table: dict[str, object] = {"method": value} if isinstance(value, str) else {}
    if isinstance(value, Mapping):
        table = dict(value)
    elif not table:
        raise SpecError(f"a member must be a method's name or a table, got {value!r}")
    weight = float(_VOTE.check(table.pop("weight", 1.0)))
    name = table.pop("method", None)
    if name is not None:
        name = DEFAULT_METHOD if name == "default" else str(name)
        if name not in PRESETS:
            raise UnknownNameError("method", name, PRESETS)
        table = {"name": name, **PRESETS[name], **table}
    for key, why in _NOT_IN_MEMBERS.items():
        if key in table:
            raise SpecError(f"a member of a vote takes no {key}: {why}")
    return Member(replace(spec_from_dict({"name": unnamed, **table}), aligner=aligner), weight)


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
        raise SpecError(f"a method with a {_BESIDE[key]} needs a list of {key}, at least one")
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
