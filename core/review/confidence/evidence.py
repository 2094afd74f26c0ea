"""The evidence: what speaks for the picks of a source entity, each kind as log-odds.

One more kind is one more row of `KINDS` and one more entry in `_logits`; everything else goes by
the table.
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.entity import Entity
from core.domain.projection import Reason
from core.evaluation.spans import counting
from core.review.suspicion import Corpus, Row
from core.review.suspicion.judge import read
from core.review.suspicion.model import FILE, Model, Weights, shipped
from core.review.suspicion.table import Signals


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of evidence.

    Args:
        name: what it is called where it is kept.
        measures: what its log-odds are, for people who read about the method.
        share: what it counts before anything was learned; the shares of all kinds make 1.
    """

    name: str
    measures: str
    share: float


KINDS = (
    Kind(
        "signals",
        "log-odds that nothing is wrong with the picks, by the weighted signals of suspicion",
        1.0,
    ),
)
"""What is known of every source entity, in the order in which its log-odds are kept."""

NOT_PROJECTED = -6.9
"""Log-odds of an entity on a pair that the method failed on: it surely misses what is there."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a layer made of one source entity, and what speaks for it.

    Args:
        entity: index among the source entities that the pair came with.
        label: that of its picks, were there any.
        found: its picks, with their label; none where it stays unprojected.
        logits: log-odds of each kind of `KINDS` that all of this is right.
    """

    entity: int
    label: str
    found: tuple[Entity, ...]
    logits: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a layer made of a pair.

    Args:
        entities: the source entities that take part and whose label counts.
        rest: how many more entities the target is expected to have that none of these stands
            for, by the signals alone, >= 0.
    """

    entities: tuple[Said, ...]
    rest: float


def told_of(row: Row, corpus: Corpus, *, model: Model | None = None) -> Told:
    """Return the evidence of a pair.

    Args:
        row: the pair with the layer in question as its projections.
        corpus: what all pairs say of that layer, this one among them.
        model: the weights of the signals; by default those that come with the project.
    """
    use = model or shipped()
    types = row.pair.eval_types
    if row.problem:
        every = enumerate(row.pair.source.entities or ())
        entities = tuple(
            Said(k, e.label, (), (NOT_PROJECTED,) * len(KINDS))
            for k, e in every
            if counting([e], types=types)
        )
        return Told(entities, _expected(use.rest, {}))
    seen = read(row, corpus)
    said = []
    for part, signals in zip(seen.sight.parts, seen.entities, strict=True):
        if part.projection.reason is Reason.DROPPED or not counting([part.entity], types=types):
            continue
        logits = _logits(signals, use)
        kept = tuple(logits[kind.name] for kind in KINDS)
        said.append(Said(part.k, part.entity.label, part.projection.entities(), kept))
    return Told(tuple(said), _expected(use.rest, seen.rest))


def recipe() -> str:
    """Return what tells evidence that was worked out today from that of other weights or kinds."""
    digest = hashlib.sha256(FILE.read_bytes())
    digest.update(" ".join(kind.name for kind in KINDS).encode())
    return digest.hexdigest()[:16]


def _logits(signals: Signals, use: Model) -> Mapping[str, float]:
    """Return the log-odds of every kind that what became of an entity is right."""
    return {"signals": -use.entity.base - sum(use.entity.parts(signals).values())}


def _expected(weights: Weights, signals: Signals) -> float:
    """Return how many entities are missing on average where at least one is with this chance."""
    return -math.log1p(-weights.chance(weights.parts(signals)))
