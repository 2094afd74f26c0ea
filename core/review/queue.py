"""The queue: which pairs a person goes through and in which order, frozen while they work."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.domain.decision import PairStatus
from core.review import selections
from core.review.orders import FILE, Order, Sort, arranged
from core.storage import Filter, Workspace
from core.storage.search import STATUSES, Stamp


class Way(StrEnum):
    """Where one can go from a pair."""

    FIRST = "first"
    LAST = "last"
    NEXT = "next"
    PREVIOUS = "previous"
    UNREVIEWED = "unreviewed"


_DONE = STATUSES.index(PairStatus.DONE)
_UNREVIEWED = (STATUSES.index(PairStatus.UNREVIEWED),)
_LEFT_OPEN = (STATUSES.index(PairStatus.IN_PROGRESS), STATUSES.index(PairStatus.SKIPPED))
_AT_ONCE = 50
"""Places whose status is looked up together, on the way to one that nobody has touched."""

NO_SIGNALS = (
    "nobody has looked for suspicious pairs of this project yet, so that there is nothing to "
    "put them in order or filter by"
)
NO_GAIN = (
    "suspicious pairs were last looked for by an older version, which did not tell what there is "
    "to gain; the most suspicious come first until they are looked for anew"
)


@dataclass(frozen=True, slots=True)
class Look:
    """Where a pair stands in the queue, whether it is in it or not.

    Args:
        previous: id of the pair before it, None at the start.
        coming: ids of the pairs after it, nearest first.
        index: pairs before it.
        total: pairs in the queue.
        done: those of them that are done.
        inside: whether it is in the queue. One that is not stands beside the pair of the queue that
            comes next in the order of the file.
    """

    previous: str | None
    coming: tuple[str, ...]
    index: int
    total: int
    done: int
    inside: bool

    @property
    def next(self) -> str | None:
        """Return the id of the pair after it, None at the end."""
        return next(iter(self.coming), None)


@dataclass(frozen=True, slots=True, eq=False)
class Queue:
    """Pairs in the order to go through them; of 100,000 pairs it takes less than one megabyte.

    The pairs and their order never change. How they stand does, as far as it is told or met.

    Args:
        project: name of the project.
        wanted: the filter.
        order: what the pairs are in order by.
        made_from: what it was made from.
        positions: places in the corpus, in the order of the queue, int32.
        by_position: index of each pair in `positions`, ascending by its place, int32.
        statuses: how each stands, as index into `STATUSES`, in the order of the queue, uint8.
        notices: what could not be done as it was asked for.
        track: whose decisions tell how the pairs stand, "" for those that all share.
    """

    project: str
    wanted: Filter
    order: Order
    made_from: Stamp
    positions: NDArray[np.int32]
    by_position: NDArray[np.int32]
    statuses: NDArray[np.uint8]
    notices: tuple[str, ...] = ()
    track: str = ""

    def __len__(self) -> int:
        """Return how many pairs it has."""
        return len(self.positions)

    @property
    def done(self) -> int:
        """Return how many of its pairs are done."""
        return int(np.count_nonzero(self.statuses == _DONE))

    @property
    def via(self) -> str:
        """Return what decisions made here are told to be made in.

        That is the order as an address has it. The pairs of a filter are no random part of the
        corpus, in whatever order they come; `filtered:` before the order says so.
        """
        return f"{'filtered:' if self.wanted != Filter() else ''}{self.order}"

    def look(self, ws: Workspace, pair: str, *, ahead: int = 1) -> Look:
        """Return where a pair stands; UnknownNameError where the project has none of that id.

        Args:
            ws: the database; asked for two short lists of ids, nothing is searched.
            pair: its id.
            ahead: how many of the pairs after it to name.
        """
        index, inside = self._index(ws.search.position(self.project, pair))
        first = index + 1 if inside else index
        before = self.positions[max(0, index - 1) : index].tolist()
        names = ws.search.ids(
            self.project, [*before, *self.positions[first : first + ahead].tolist()]
        )
        return Look(
            previous=names[0] if before else None,
            coming=names[len(before) :],
            index=index,
            total=len(self),
            done=self.done,
            inside=inside,
        )

    def go(self, ws: Workspace, pair: str, way: Way) -> str | None:
        """Return the id of the pair that a way leads to from a pair; None where there is none.

        UNREVIEWED is the next one that nobody has touched, from the start at the end; where there
        is none left, the next one that was begun or skipped.
        """
        if not len(self):
            return None
        if way is Way.FIRST:
            return self.ids(ws, 0, 1)[0]
        if way is Way.LAST:
            return self.ids(ws, len(self) - 1)[0]
        if way is Way.UNREVIEWED:
            index, inside = self._index(ws.search.position(self.project, pair))
            return self.unreviewed(ws, index + inside)
        here = self.look(ws, pair)
        return here.next if way is Way.NEXT else here.previous

    def ids(self, ws: Workspace, start: int = 0, stop: int | None = None) -> tuple[str, ...]:
        """Return the ids of the pairs from one index up to another, in order."""
        return ws.search.ids(self.project, self.positions[start:stop].tolist())

    def note(self, ws: Workspace, *pairs: str) -> None:
        """Take note of how pairs of it stand now."""
        places = ws.search.positions(self.project, list(dict.fromkeys(pairs)))
        found = (self._index(place) for place in places.tolist())
        self._refresh(ws, np.array([i for i, inside in found if inside], dtype=np.int64))

    def news(self, ws: Workspace) -> str:
        """Return in words why a queue made anew could be another one; "" where it could not."""
        now, then = ws.search.stamp(self.project, self.track), self.made_from
        if now.pairs != then.pairs:
            return "pairs were added"
        if now.texts != then.texts and (self.wanted != Filter() or self.order != FILE):
            return "the words of some pairs were changed"
        if self.notices and now.signals not in {"", then.signals}:
            return "suspicious pairs were looked for"
        by_signals = self.order.needs or self.wanted.of_signals() or self.wanted.disagreement
        if by_signals and now.signals != then.signals:
            return "suspicious pairs were looked for anew"
        if self.wanted.label and now.base != then.base:
            return "the project has another base"
        if self.wanted.of_decisions() and now.decision > then.decision:
            number = now.decision - then.decision
            return f"{number:,} decision{'s were' if number > 1 else ' was'} made since"
        return ""

    def _index(self, position: int) -> tuple[int, bool]:
        """Return the index of the pair at a place; where it is not inside, where it would stand."""
        rank = int(np.searchsorted(self.positions, position, sorter=self.by_position))
        if rank == len(self):
            return len(self), False
        index = int(self.by_position[rank])
        return index, bool(self.positions[index] == position)

    def unreviewed(self, ws: Workspace, start: int = 0) -> str | None:
        """Return the id of the next pair, from an index on and then from the start, nobody touched.

        Where none is left, of the next one that was begun or skipped. What others decided meanwhile
        is looked up on the way.
        """
        return self._find(ws, start, _UNREVIEWED) or self._find(ws, start, _LEFT_OPEN)

    def _find(self, ws: Workspace, start: int, wanted: Sequence[int]) -> str | None:
        places = np.flatnonzero(np.isin(self.statuses, wanted))
        cut = int(np.searchsorted(places, start))
        places = np.concatenate([places[cut:], places[:cut]])
        for k in range(0, len(places), _AT_ONCE):
            some = places[k : k + _AT_ONCE]
            self._refresh(ws, some)
            left = some[np.isin(self.statuses[some], wanted)]
            if len(left):
                return self.ids(ws, int(left[0]), int(left[0]) + 1)[0]
        return None

    def _refresh(self, ws: Workspace, indices: NDArray[np.int64]) -> None:
        places = self.positions[indices].tolist()
        self.statuses[indices] = ws.search.statuses(self.project, places, self.track)


def build(
    ws: Workspace,
    project: str,
    wanted: Filter,
    order: Order = FILE,
    *,
    cell: Sequence[str] | None = None,
    track: str = "",
) -> Queue:
    """Return the queue of a filter in an order, as everything stands now.

    Where signals are asked for that there are none of, it is in the order of the file, and says so;
    where only the gain is missing, in the order of suspicion.

    Args:
        ws: the database.
        project: name of the project.
        wanted: the filter.
        order: what the pairs are put in order by.
        cell: ids of the pairs of the filter's cell, where they are known; finding them takes
            seconds in a large project.
        track: whose decisions tell how the pairs stand, "" for those that all share.

    Raises:
        InputError: the regular expression is none or takes too long, or the cell is none.
    """
    notices = []
    if (order.needs or wanted.of_signals()) and not ws.search.stamp(project, track).signals:
        notices.append(NO_SIGNALS)
        order = FILE if order.needs else order
    if wanted.cell and cell is None:
        cell = selections.matching(ws, project, wanted.cell)
    found, stamp = ws.search.find(project, wanted, signals=order.needs, within=cell, track=track)
    if order.sort is Sort.GAIN and np.isnan(found.signals["gain"]).any():
        notices.append(NO_GAIN)
        order = Order(Sort.SUSPICION)
        found, stamp = ws.search.find(
            project, wanted, signals=order.needs, within=cell, track=track
        )
    positions = arranged(order, found, stamp.pairs)
    by_position = np.argsort(positions, kind="stable").astype(np.int32)
    statuses = np.empty_like(found.statuses)
    statuses[by_position] = found.statuses
    return Queue(
        project, wanted, order, stamp, positions, by_position, statuses, tuple(notices), track
    )
