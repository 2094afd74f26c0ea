"""Projections: what became of each source entity, and why."""

from dataclasses import dataclass
from enum import StrEnum

from core.domain.alignment import Link
from core.domain.decision import Side
from core.domain.entity import Entity


class Reason(StrEnum):
    """Why a source entity has no pick."""

    NO_LINKS = "no-links"
    NO_CANDIDATE = "no-candidate"
    FILTERED = "filtered"
    BLOCKED = "blocked"
    UNSEEN = "unseen"
    DROPPED = "dropped"


class Stray(StrEnum):
    """Why target words outside every pick are worth a look; the strongest reason first."""

    COPIED = "copied"
    SUPPLIED = "supplied"
    TAGGED = "tagged"
    LINKED_OUTSIDE = "linked-outside"
    NAME_LIKE = "name-like"


class Beyond(StrEnum):
    """Where linked words stand that are no part of any pick of their entity."""

    NO_PICK = "no-pick"
    BESIDE = "beside"
    APART = "apart"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True, order=True)
class Pick:
    """A target span chosen for a source entity; a higher score is better."""

    start: int
    end: int
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Competitor:
    """A candidate that stood for one entity, with each part of its score.

    Args:
        start: first target token.
        end: one past the last target token.
        score: the fused score; higher is better.
        parts: name and unweighted value of each score.
        origins: who proposed it.
        taken_by: index of the source entity whose pick overlaps it, None if it is free.
        posterior: probability that the entity gets it, in [0, 1]; None where not computed.
    """

    start: int
    end: int
    score: float
    parts: tuple[tuple[str, float], ...] = ()
    origins: tuple[str, ...] = ()
    taken_by: int | None = None
    posterior: float | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a projection came out as it did.

    Args:
        links: the links of the entity's tokens.
        competitors: the best candidates for it, best first; at most ten.
        margin: how much the best total of the sentence loses without this entity's picks; without
            picks, how much it loses where the entity must get one. None where not computed.
        blocked_by: index of the source entity that holds a better candidate, None if none does.
        steps: what the method did, one sentence a step, in order.
        posterior: probability of what became of the entity, in [0, 1]: of its pick (of several
            the least probable one), or of none. None where not computed.
        entropy: of the entity's choice among all candidates and none, in bits, >= 0.
        not_computed: why margin or posterior are missing, "" where nothing is.
    """

    links: tuple[Link, ...] = ()
    competitors: tuple[Competitor, ...] = ()
    margin: float | None = None
    blocked_by: int | None = None
    steps: tuple[str, ...] = ()
    posterior: float | None = None
    entropy: float | None = None
    not_computed: str = ""


@dataclass(frozen=True, slots=True)
class Projection:
    """One source entity with the target spans chosen for it: none, one, or several.

    Args:
        entity: the source entity, its label mapped.
        picks: the target spans, ascending.
        reason: why there are none; None where there are.
        explanation: why it came out so, where somebody asked.
        gap: how much more the picks of the pair could score together at most: 0 where they are
            proven best, None where the method makes no such claim.
    """

    entity: Entity
    picks: tuple[Pick, ...] = ()
    reason: Reason | None = None
    explanation: Explanation | None = None
    gap: float | None = None

    def entities(self) -> tuple[Entity, ...]:
        """Return the picks as target entities with the source entity's label."""
        return tuple(Entity(pick.start, pick.end, self.entity.label) for pick in self.picks)


@dataclass(frozen=True, slots=True)
class Orphan:
    """Words on one side that found no counterpart on the other, and why they are told.

    Args:
        side: source or target.
        start: first token.
        end: one past the last token.
        reason: a `Reason` on the source side, a `Stray` on the target side.
        label: what the words could be; None where nothing says so.
        entity: index of the source entity that they are or belong to; None where there is none.
        beyond: of `linked-outside` words, where they stand; None for all others.
    """

    side: Side
    start: int
    end: int
    reason: Reason | Stray
    label: str | None = None
    entity: int | None = None
    beyond: Beyond | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """One choice for a whole sentence, and what it scores in all.

    Args:
        total: the sum of the fused scores of its picks, less what the method charges.
        spans: for each source entity the target spans it gets, ascending.
    """

    total: float
    spans: tuple[tuple[tuple[int, int], ...], ...]
