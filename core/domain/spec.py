"""Method specs: a method written down, with one canonical form and one hash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

Scalar = str | int | float | bool


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
class MethodSpec:
    """A composition: candidates, scores and a matcher, or a heuristic; and its aligner.

    Exactly one of `heuristic` and `matcher` is given. `name` and `summary` are for people and do
    not enter the hash. `label_map` maps source labels before matching; `O` drops the entity.
    """

    name: str
    aligner: PartSpec
    candidates: tuple[PartSpec, ...] = ()
    scores: tuple[WeightedPart, ...] = ()
    matcher: PartSpec | None = None
    heuristic: PartSpec | None = None
    label_map: tuple[tuple[str, str], ...] = ()
    summary: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return the spec as plain values: what the TOML file, the URL and the database hold."""
        out: dict[str, object] = {"name": self.name, "summary": self.summary}
        out["aligner"] = self.aligner.to_dict()
        if self.heuristic is not None:
            out["heuristic"] = self.heuristic.to_dict()
        if self.matcher is not None:
            out["candidates"] = [part.to_dict() for part in self.candidates]
            out["scores"] = [{**s.score.to_dict(), "weight": s.weight} for s in self.scores]
            out["matcher"] = self.matcher.to_dict()
        if self.label_map:
            out["label_map"] = dict(self.label_map)
        return out

    def canonical(self) -> str:
        """Return the one canonical form: JSON, sorted keys, no name and no summary."""
        body = {k: v for k, v in self.to_dict().items() if k not in {"name", "summary"}}
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
