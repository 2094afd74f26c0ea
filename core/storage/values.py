"""What the storage hands out: projects, pairs with their place, outcomes, places in a queue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from core.domain.decision import PairStatus
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.domain.projection import Projection
from core.domain.replay import PairState
from core.storage.clock import age_s


@dataclass(frozen=True, slots=True)
class JobInfo:
    """A long step over a project, as its process last told.

    Args:
        id: number of the job.
        project: name of the project.
        state: `running`, `done` or `failed`.
        step: what it is doing, for people.
        done: units of the step that are finished.
        total: units of the step; 0 where unknown.
        message: how it ended, for people.
        pid: process that runs it.
        started: UTC, ISO 8601.
        heartbeat: when it last gave a sign, UTC, ISO 8601.
    """

    id: int
    project: str
    state: Literal["running", "done", "failed"]
    step: str
    done: int
    total: int
    message: str
    pid: int
    started: str
    heartbeat: str

    def silent_s(self) -> float:
        """Return the seconds since the job last gave a sign."""
        return age_s(self.heartbeat)


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    """What a list of projects shows.

    Args:
        name: of the project.
        created: UTC, ISO 8601.
        pairs: how many.
        languages: `(source, target, pairs)`, most frequent first.
        layers: in the order they were written.
        base: content hash of the base layer, "" where there is none.
        progress: pairs of each status, all statuses present.
        labels: PER, ORG, LOC, MISC first, the rest alphabetical.
        last_pair: where each person stopped.
        aligner: key of the alignments last written, "" where there are none.
        job: the latest job, if any.
    """

    name: str
    created: str
    pairs: int
    languages: tuple[tuple[str, str, int], ...]
    layers: tuple[Layer, ...]
    base: str
    progress: Mapping[str, int]
    labels: tuple[str, ...]
    last_pair: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    aligner: str = ""
    job: JobInfo | None = None

    def layer(self, name: str) -> Layer | None:
        """Return the layer of that content hash, else the latest of that name, else None."""
        found = [layer for layer in self.layers if name in {layer.content_hash, layer.name}]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class StoredPair:
    """A pair with its place in the corpus, from 1."""

    position: int
    pair: Pair


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a method made of one pair.

    Args:
        state: `projected`, `skipped` (nothing to project) or `failed`.
        projections: one a source entity, without explanations; empty unless projected.
        reason: why it was skipped or failed; "" where projected.
    """

    state: Literal["projected", "skipped", "failed"]
    projections: tuple[Projection, ...] = ()
    reason: str = ""

    @classmethod
    def projected(cls, projections: tuple[Projection, ...]) -> "Outcome":
        """Return the outcome of a method that ran through."""
        return cls("projected", projections)

    @classmethod
    def skipped(cls, reason: str) -> "Outcome":
        """Return the outcome of a pair that gave the method nothing to do."""
        return cls("skipped", reason=reason)

    @classmethod
    def failed(cls, error: str) -> "Outcome":
        """Return the outcome of a pair on which the method failed."""
        return cls("failed", reason=error)


@dataclass(frozen=True, slots=True)
class PairRecord:
    """A pair as it stands, with what it was made from.

    Args:
        stored: the pair as it came in.
        state: after its decisions.
        version: decisions on the pair, undone ones included.
        base: content hash of the layer it stands on, "" where there is none.
        outcome: what that layer made of it; None without a layer.
    """

    stored: StoredPair
    state: PairState
    version: int
    base: str
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which pairs a person wants to see; empty fields ask for nothing.

    Args:
        text: words that stand in either sentence or the pair id, by comparison key.
        label: an entity in force on either side has it.
        status: the pair has one of these; empty means any.
        disagreement: the methods disagree on the pair.
    """

    text: str = ""
    label: str = ""
    status: frozenset[PairStatus] = frozenset()
    disagreement: bool = False


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a pair stands among the pairs of a filter, whether it is one of them or not.

    Args:
        previous: id of the nearest matching pair before it.
        next: id of the nearest matching pair after it.
        index: matching pairs before it.
        total: matching pairs.
        done: matching pairs that are done.
        matches: whether the pair itself matches.
    """

    previous: str | None
    next: str | None
    index: int
    total: int
    done: int
    matches: bool
