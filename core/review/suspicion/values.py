"""What suspicion is asked of and what it answers with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.domain.projection import Projection
from core.domain.spec import MethodSpec
from core.storage.values import NO_EXTRAS, Flag, PairExtras

__all__ = ["MOST_FLAGS", "Flag", "Row", "Suspicion"]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """What is known of a pair before anybody has looked at it.

    Args:
        pair: source and target; gold, if any, is not looked at.
        links: of the aligner; None where there are none.
        projections: of the base layer, one a source entity, in source order; empty where the
            method failed or skipped the pair.
        spec: the method of the base layer; None where it is not known.
        layers: projections of the other layers by name; empty for a pair on which one failed.
        problem: why the base layer has no projections, "" where it has.
        extras: what was supplied of the pair besides links, as the base was made from it.
    """

    pair: Pair
    links: Alignment | None
    projections: Sequence[Projection]
    spec: MethodSpec | None = None
    layers: Mapping[str, Sequence[Projection]] = field(default_factory=lambda: MappingProxyType({}))
    problem: str = ""
    extras: PairExtras = NO_EXTRAS


@dataclass(frozen=True, slots=True)
class Suspicion:
    """How probably the base projection of a pair is wrong, and why.

    Args:
        chance: probability that it is not what a person would say, in [0, 1].
        entities: the same of each source entity, in source order; 0 where the method leaves its
            label out.
        decisions: how many a person has to make to check the pair: its source entities, at least 1.
        disagreement: mean over entities of the share of other methods that say something else, in
            [0, 1].
        margin: the smallest of the pair's entities, in scores; None where there is none.
        score: the lowest of its picks; None where there are none.
        flags: the reasons, strongest first, at most `MOST_FLAGS`.
    """

    chance: float
    entities: tuple[float, ...]
    decisions: int
    disagreement: float
    margin: float | None
    score: float | None
    flags: tuple[Flag, ...] = ()


MOST_FLAGS = 6
