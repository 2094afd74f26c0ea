"""What is seen of a pair: words, links and picks, laid out so that signals are quick to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.projection import Projection, Reason
from core.review.suspicion.values import Row
from core.text.looks import Look, alike, look

_ALIKE = 0.5
"""Words more alike than this count as linked, as in the score `coverage`."""

Near = Mapping[int, Sequence[tuple[int, float]]]
"""For a position on one side the positions on the other that it is linked to, with how surely."""


class Sight:
    """A pair as the signals see it.

    Args:
        row: what is known of the pair.
    """

    def __init__(self, row: Row) -> None:
        self.row = row
        self.lang = row.pair.target.lang
        self.tokens = row.pair.source.tokens
        self.others = row.pair.target.tokens
        self.source = tuple(map(look, self.tokens))
        self.target = tuple(map(look, self.others))
        self.out, self.into = _near(row.links)
        self.owner = {
            i: k for k, p in enumerate(row.projections) for i in range(p.entity.start, p.entity.end)
        }
        self.taken = {
            j: k
            for k, p in enumerate(row.projections)
            for q in p.picks
            for j in range(q.start, q.end)
        }

    @cached_property
    def parts(self) -> tuple["Part", ...]:
        """The entities that take part, each with its picks."""
        return tuple(
            Part(self, k, p)
            for k, p in enumerate(self.row.projections)
            if p.reason is not Reason.DROPPED
        )

    @cached_property
    def unlinked(self) -> float:
        """The share of target words that count and have no link; 0 where there are no links."""
        counted = [j for j, seen in enumerate(self.target) if not seen.short]
        if self.row.links is None or not counted:
            return 0.0
        return sum(j not in self.into for j in counted) / len(counted)

    @cached_property
    def looks_like(self) -> Mapping[int, Mapping[int, float]]:
        """For each entity the target positions that look like a word of it, with how much so."""
        places = [i for k, p in enumerate(self.row.projections) for i in _range(p.entity)]
        found: dict[int, dict[int, float]] = {}
        for r, j, likeness in alike(tuple(self.tokens[i] for i in places), self.others):
            mine = found.setdefault(self.owner[places[r]], {})
            mine[j] = max(likeness, mine.get(j, 0.0))
        return found


@dataclass(frozen=True, eq=False)
class Part:
    """One source entity of a pair with what became of it.

    Args:
        sight: the pair.
        k: index among the source entities.
        projection: what became of it.
    """

    sight: Sight
    k: int
    projection: Projection

    @property
    def entity(self) -> Entity:
        """The source entity, its label mapped."""
        return self.projection.entity

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The picks, without their scores."""
        return tuple((q.start, q.end) for q in self.projection.picks)

    @cached_property
    def held(self) -> frozenset[int]:
        """Target positions of the picks."""
        return frozenset(j for a, b in self.spans for j in range(a, b))

    @cached_property
    def words(self) -> tuple[int, ...]:
        """Source positions that count: without articles, prepositions and punctuation, if any."""
        return _content(range(self.entity.start, self.entity.end), self.sight.source)

    @cached_property
    def picked(self) -> tuple[int, ...]:
        """Target positions that count, in the same way."""
        return _content(sorted(self.held), self.sight.target)

    @cached_property
    def beside(self) -> tuple[int, ...]:
        """Target positions right beside the span that count and are in no span."""
        sight = self.sight
        edges = (min(self.held) - 1, max(self.held) + 1) if self.held else ()
        return tuple(
            j
            for j in edges
            if 0 <= j < len(sight.target) and j not in sight.taken and not sight.target[j].short
        )

    @cached_property
    def name(self) -> str:
        """The entity's words, for people."""
        return quoted(self.sight.tokens[self.entity.start : self.entity.end])

    @cached_property
    def alike(self) -> frozenset[int]:
        """Target positions that look like a word of the entity."""
        mine = self.sight.looks_like.get(self.k, {})
        return frozenset(j for j, likeness in mine.items() if likeness > _ALIKE)


def quoted(tokens: Sequence[str]) -> str:
    """Return words in quotes, shortened where they are many."""
    text = " ".join(tokens)
    return f"“{text if len(text) <= 32 else text[:31] + '…'}”"


def _range(entity: Entity) -> range:
    return range(entity.start, entity.end)


def _content(places: Sequence[int], looks: Sequence[Look]) -> tuple[int, ...]:
    return tuple(i for i in places if not looks[i].short) or tuple(places)


def _near(links: Alignment | None) -> tuple[Near, Near]:
    out: dict[int, list[tuple[int, float]]] = {}
    into: dict[int, list[tuple[int, float]]] = {}
    for i, j, p in links.links if links else ():
        sure = 1.0 if p is None else p
        out.setdefault(i, []).append((j, sure))
        into.setdefault(j, []).append((i, sure))
    return out, into
