"""What a merge is given, and what became of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.alignment import Alignment
from core.domain.decision import Decision
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.storage.values import Outcome

Rows = Callable[[], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy of a project brings back.

    Args:
        name: tells the copy from any other.
        head: what `Taken.head` said of it.
        part: whether it has only some of the pairs of the project that it was first taken from.
        pairs: yields its pairs.
        decisions: yields its log.
        forks: number of the last shared decision that each track of a pair goes by.
        layers: by content hash.
        outcomes: yields what a layer made of its pairs.
        refusals: yields rows of acts that were refused.
        older: yields ids with earlier versions of pairs.
        revisions: yields rows of those versions.
        stale: yields rows of what does not fit the words of a pair any more.
        links: yields keys with the links of each pair.
        supplied: yields kinds and keys with what was supplied of each pair.
        originals: yields the files that it was made from.
    """

    name: str
    head: Mapping[str, Any]
    part: bool
    pairs: Callable[[], Iterable[Pair]]
    decisions: Callable[[], Iterable[Decision]]
    forks: Mapping[tuple[str, str], int]
    layers: Mapping[str, Layer]
    outcomes: Callable[[str], Iterable[tuple[str, Outcome]]]
    refusals: Rows
    older: Callable[[], Iterable[Pair]]
    revisions: Rows
    stale: Rows
    links: Callable[[], Iterable[tuple[str, Iterable[tuple[str, Alignment]]]]]
    supplied: Callable[[], Iterable[tuple[str, str, Iterable[tuple[str, Any]]]]]
    originals: Callable[[], Iterable[tuple[Mapping[str, Any], bytes]]]


@dataclass(frozen=True, slots=True)
class Apart:
    """A pair on which both sides have gone on.

    Args:
        pair: its id.
        track: where the decisions of the copy stand.
        seen: number of the last decision of the project that the copy had seen; 0 for none.
        here: decisions made in the project since.
        there: decisions made on the copy since.
        people: who made those.
    """

    pair: str
    track: str
    seen: int
    here: int
    there: int
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of the decisions and the pairs of a copy.

    Args:
        new: decisions that the project did not have.
        known: decisions that it had.
        pairs: on which there are new ones.
        apart: pairs on which both sides have gone on.
        people: how many new decisions each person made.
        words: pairs whose words are others than in the copy, which were carried.
        carried: entities decided on in the copy that stand on the words of the project.
        stale: those that do not fit, newly listed.
        added: pairs that the project did not have.
        edited: pairs whose metadata or target tags were changed in the copy alone, and are here.
        differing: pairs that were changed there and otherwise here, which stay as they are; what
            the copy has is kept as a version.
    """

    new: int
    known: int
    pairs: int
    apart: tuple[Apart, ...]
    people: Mapping[str, int]
    words: tuple[str, ...] = ()
    carried: int = 0
    stale: int = 0
    added: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Return whether the project had all of it."""
        return not (self.new or self.added or self.edited or self.differing)
