"""What the storage hands out: projects, pairs with their place, outcomes, places in a queue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from core.domain.decision import PairStatus
from core.domain.entity import Entity
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.domain.projection import Projection
from core.domain.replay import PairState
from core.domain.task import SuppliedSpan, TagProbs
from core.errors import MissingInputError
from core.storage.clock import age_s

_SILENT_S = 60.0
"""A job that gave no sign for so long is taken for dead."""


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

    def is_alive(self) -> bool:
        """Return whether the job is running and gave a sign not long ago."""
        return self.state == "running" and self.silent_s() <= _SILENT_S


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
        signals: tells of which layers the signals of the pairs were worked out, "" of none.
        extras: key of what was last supplied of each kind besides links, such as `tag_probs`.
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
    signals: str = ""
    extras: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def layer(self, name: str) -> Layer | None:
        """Return the layer of that content hash, else the latest of that name, else None."""
        found = [layer for layer in self.layers if name in {layer.content_hash, layer.name}]
        return found[-1] if found else None

    def base_layer(self) -> Layer | None:
        """Return the layer that the project stands on, None where there is none."""
        return next((layer for layer in self.layers if layer.content_hash == self.base), None)

    def need_base(self) -> Layer:
        """Return the layer that the project stands on; raise MissingInputError if there is none."""
        base = self.base_layer()
        if base is None:
            raise MissingInputError(
                f"no method has run over project {self.name!r} yet; prepare it first"
            )
        return base

    def latest_layers(self) -> tuple[Layer, ...]:
        """Return the base first, then the latest layer of each other method, as they were written.

        A newer layer with the name of the base is of the same method, and left out.
        """
        base = self.base_layer()
        own = () if base is None else (base,)
        methods = [layer for layer in self.layers if layer.kind == "method"]
        latest = {layer.name: layer for layer in (*methods, *own)}
        return (*own, *(a for a in methods if a == latest[a.name] and a not in own))


@dataclass(frozen=True, slots=True)
class StoredPair:
    """A pair with its place in the corpus, from 1."""

    position: int
    pair: Pair


@dataclass(frozen=True, slots=True, eq=False)
class PairExtras:
    """What was supplied of a pair besides links; None where it was not.

    Args:
        spans: target spans, with labels and scores where they have some.
        tag_probs: of a tagger of the target.
        translation_scores: of source and target spans.
        digest: tells these from any others, "" of none.
    """

    spans: tuple[SuppliedSpan, ...] | None = None
    tag_probs: TagProbs | None = None
    translation_scores: tuple[tuple[int, int, int, int, float], ...] | None = None
    digest: str = ""


NO_EXTRAS = PairExtras()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a method made of one pair.

    Args:
        state: `projected`, `skipped` (nothing to project) or `failed`.
        projections: one a source entity, without explanations; empty unless projected.
        reason: why it was skipped or failed; "" where projected.
        others: target entities that no source entity of the pair stands for.
    """

    state: Literal["projected", "skipped", "failed"]
    projections: tuple[Projection, ...] = ()
    reason: str = ""
    others: tuple[Entity, ...] = ()

    def entities(self) -> tuple[Entity, ...]:
        """Return the target entities, in order, those of `others` among them."""
        return tuple(sorted([*(e for p in self.projections for e in p.entities()), *self.others]))

    @classmethod
    def projected(
        cls, projections: tuple[Projection, ...], others: tuple[Entity, ...] = ()
    ) -> "Outcome":
        """Return the outcome of a method that ran through."""
        return cls("projected", projections, others=others)

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
        version: decisions on the pair on the track that it was read on, undone ones included.
        base: content hash of the layer it stands on, "" where there is none.
        outcome: what that layer made of it; None without a layer.
        forked: number of the last shared decision that the track it was read on goes by; 0 on the
            shared track, and where it goes by none.
        origin: content hash of the layer that its replay starts from, mostly the same.
        floats: whether it stands on whatever the project does, though there are decisions: its
            words changed before anybody had said anything of it.
    """

    stored: StoredPair
    state: PairState
    version: int
    base: str
    outcome: Outcome | None
    forked: int = 0
    origin: str = ""
    floats: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """One reason why a pair may be wrong.

    Args:
        code: which kind of reason.
        text: a few words for the reader.
        weight: how much it raised the suspicion, in log-odds; 0 of a note, which is no reason.
        entity: index of the source entity it is about; None where it is about the whole pair.
    """

    code: str
    text: str
    weight: float
    entity: int | None = None


@dataclass(frozen=True, slots=True)
class Signals:
    """How likely the base of a pair is wrong, and why.

    Args:
        suspicion: probability that it is, in [0, 1].
        disagreement: how far other methods say something else, in [0, 1].
        margin: how close the closest choice was, in scores; None where nothing was chosen.
        score: the lowest of its picks; None where there is none.
        decisions: how many it takes to check the pair, at least 1.
        flags: the reasons, strongest first, notes last.
        gain: what a decision on it is likely to gain, in errors, given the pairs with a higher
            gain; None where an older version worked out the signals.
    """

    suspicion: float
    disagreement: float
    margin: float | None
    score: float | None
    decisions: int
    flags: tuple[Flag, ...] = ()
    gain: float | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `low` to `high`, both included; None leaves that end open."""

    low: float | None = None
    high: float | None = None

    def __bool__(self) -> bool:
        """Return whether it asks for anything."""
        return self.low is not None or self.high is not None


NOBODY = "@nobody"
"""In the place of a person: nobody."""

ANYONE = "@anyone"
"""In the place of a person: whoever has a pair to do, where one's own are what is usual."""

ME = "@me"
"""In the place of a person: whoever is at the page, who is put there before anything is found."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which pairs a person wants to see; empty fields ask for nothing, all others have to hold.

    Args:
        text: words that stand in either sentence or the pair id, by comparison key.
        regex: `text` is a regular expression, looked for in the id and each sentence as written.
        label: an entity in force on either side has one of these.
        status: the pair has one of these.
        reasons: it was found suspicious for one of these, by code.
        by: a decision of this person is in force on it; `NOBODY` for one of nobody.
        length: tokens of the target sentence.
        score: lowest score of its picks.
        suspicion: probability that its base is wrong.
        disagreement: the methods disagree on the pair.
        commented: there is a comment on it.
        assigned: it is assigned to this person; `NOBODY` for one assigned to nobody, `ANYONE` for
            all pairs, where those of one's own are what is usual.
        cell: it belongs to this cell of a comparison; `core.review.selections` knows which do.
        changes: name of a layer that would change it, made the base: it says something else there
            than the base, and nobody has decided on the pair.
        stale: something that was decided on it does not fit its words any more, and nobody has
            said what becomes of it.
        conflicts: this person decided on it without having seen what another one had, and has not
            settled that yet; nobody is told that of somebody else.
    """

    text: str = ""
    regex: bool = False
    label: frozenset[str] = frozenset()
    status: frozenset[PairStatus] = frozenset()
    reasons: frozenset[str] = frozenset()
    by: str = ""
    length: Range = Range()
    score: Range = Range()
    suspicion: Range = Range()
    disagreement: bool = False
    commented: bool = False
    assigned: str = ""
    cell: str = ""
    changes: str = ""
    stale: bool = False
    conflicts: str = ""

    def of_signals(self) -> bool:
        """Return whether it asks for something that only the signals of the project tell."""
        return bool(self.reasons or self.score or self.suspicion)

    def of_decisions(self) -> bool:
        """Return whether what people decide can change which pairs it lets through."""
        return bool(
            self.label
            or self.status
            or self.by
            or self.commented
            or self.cell
            or self.changes
            or self.stale
            or self.conflicts
        )
