"""What an export has to say of a pair, whatever the file is going to be."""

from dataclasses import dataclass

from core.domain.alignment import Alignment
from core.domain.decision import EntityStatus, PairStatus
from core.domain.entity import Entity
from core.domain.pair import Pair


@dataclass(frozen=True, slots=True)
class Said:
    """A target entity and where it comes from.

    Args:
        entity: the span and label.
        status: what people made of it; `unreviewed` in a layer.
        method: name of the layer that proposed it, "" where a person added it.
        score: of the method, None where it gave none.
        source: the source entity that it stands for; None where unknown.
        decision: kind of the latest decision on it, "" where there is none.
        person: who made that, or "".
        time: when, UTC, ISO 8601, or "".
        reason: what they gave for it, or "".
        origin: whether several persons agreed on it, "" where nothing tells.
    """

    entity: Entity
    status: EntityStatus = EntityStatus.UNREVIEWED
    method: str = ""
    score: float | None = None
    source: Entity | None = None
    decision: str = ""
    person: str = ""
    time: str = ""
    reason: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What one method made of the target: its entities and the score of each."""

    method: str
    entities: tuple[Entity, ...]
    scores: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One pair to be written: its target entities are those of the export.

    Args:
        pair: source entities are as people left them.
        status: of the pair.
        gold: target entities that it came with, None where it had none.
        said: where each target entity comes from, in order.
        sure: how probably each of them is right, where that was asked for.
        links: word alignment, where it was asked for and there is one.
        possible: gold links that are not certain, beside `links`.
        machine: what methods made of it, where it was asked for.
        person: who last decided on the pair, "" where nobody did.
        position: place of the pair in the corpus, from 1.
        came: the pair as it came in; None where nobody asked.
    """

    pair: Pair
    status: PairStatus
    gold: tuple[Entity, ...] | None
    said: tuple[Said, ...] = ()
    sure: tuple[float | None, ...] | None = None
    links: Alignment | None = None
    possible: Alignment | None = None
    machine: tuple[Machine, ...] = ()
    person: str = ""
    position: int = 0
    came: Pair | None = None

    def entities(self) -> tuple[Entity, ...]:
        """Return the target entities."""
        return self.pair.target.entities or ()
