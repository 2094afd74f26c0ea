"""Method specs: a method written down, with one canonical form and one hash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

Scalar = str | int | float | bool
_FOR_PEOPLE = frozenset({"name", "summary"})


@dataclass(frozen=True, slots=True)
class PartSpec:
    """A part of a shelf with its options, sorted by name, defaults filled in."""

    part: str
    options: tuple[tuple[str, Scalar], ...] = ()

    @classmethod
    def of(cls, part: str, options: Mapping[str, Scalar]) -> "PartSpec":
        """Return the part with its options in canonical order."""
        return cls(part, tuple(sorted(options.items())))

    def to_dict(self) -> dict[str, object]:
        """Return `{"part": ..., option: value, ...}`."""
        return {"part": self.part, **dict(self.options)}


@dataclass(frozen=True, slots=True)
class WeightedPart:
    """A score with its weight in the fused score."""

    score: PartSpec
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Member:
    """A method that votes in another one, with the weight of its vote."""

    spec: "MethodSpec"
    weight: float = 1.0

    def to_dict(self) -> dict[str, object]:
        """Return the member as plain values; its aligner is that of the whole."""
        spec = self.spec
        return {"name": spec.name, "summary": spec.summary, "weight": self.weight, **spec.parts()}

    def plain(self) -> dict[str, object]:
        """Return what of the member enters the hash: weight and parts."""
        return {"weight": self.weight, **self.spec.parts()}


@dataclass(frozen=True, slots=True)
class MethodSpec:
    """A composition of candidates, scores and a matcher; or a heuristic; or a vote; its aligner.

    Exactly one of `heuristic`, `matcher` and `combiner` is given, the last with its `members`,
    which all have the aligner of the whole. `name` and `summary` are for people and do not enter
    the hash, those of members neither. `label_map` maps source labels before matching; `O` drops
    the entity. `joint` says how pairs of one group are projected together, where they are.
    """

    name: str
    aligner: PartSpec
    candidates: tuple[PartSpec, ...] = ()
    scores: tuple[WeightedPart, ...] = ()
    matcher: PartSpec | None = None
    heuristic: PartSpec | None = None
    label_map: tuple[tuple[str, str], ...] = ()
    summary: str = ""
    members: tuple[Member, ...] = ()
    combiner: PartSpec | None = None
    joint: PartSpec | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the spec as plain values: what the TOML file, the URL and the database hold."""
        out: dict[str, object] = {"name": self.name, "summary": self.summary}
        out["aligner"] = self.aligner.to_dict()
        out |= self.parts()
        if self.label_map:
            out["label_map"] = dict(self.label_map)
        if self.joint is not None:
            out["joint"] = self.joint.to_dict()
        return out

    def parts(self) -> dict[str, object]:
        """Return the parts that make the choice, as plain values."""
        out: dict[str, object] = {}
        if self.heuristic is not None:
            out["heuristic"] = self.heuristic.to_dict()
        if self.matcher is not None:
            out["candidates"] = [part.to_dict() for part in self.candidates]
            out["scores"] = [{**s.score.to_dict(), "weight": s.weight} for s in self.scores]
            out["matcher"] = self.matcher.to_dict()
        if self.combiner is not None:
            out["members"] = [member.to_dict() for member in self.members]
            out["combiner"] = self.combiner.to_dict()
        return out

    def canonical(self) -> str:
        """Return the one canonical form: JSON, sorted keys, no name and no summary."""
        body = {k: v for k, v in self.to_dict().items() if k not in _FOR_PEOPLE}
        if self.combiner is not None:
            body["members"] = [member.plain() for member in self.members]
        return canonical_json(body)

    def digest(self) -> str:
        """Return the hash of the canonical form: 16 hexadecimal digits."""
        return short_hash(self.canonical())


def canonical_json(value: object) -> str:
    """Return JSON with sorted keys, no spaces and no escapes; floats that are whole stay floats."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def short_hash(text: str) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of `text` as UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
