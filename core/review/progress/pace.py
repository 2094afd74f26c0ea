"""Pace: how long a person takes, worked out from the times of their decisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from core.domain.decision import AIMED, Kind
from core.review.progress.times import moment
from core.storage.tallies import Entry

BREAK_S = 300.0
"""More than this between two decisions of a person is a break, which counts as no work."""

ENOUGH = 5
"""Nothing is said of a pace before so many pairs."""

RECENT = 100
"""The time left goes by so many of the latest pairs: people get faster as they learn."""

_ENDS = frozenset({Kind.ACCEPT_PAIR, Kind.SKIP, Kind.FLAG, Kind.EXCLUDE})


@dataclass(frozen=True, slots=True)
class Spread:
    """How long things took, in seconds.

    Args:
        count: of the things, at least one.
        mean_s: mean.
        low_s: lower quartile.
        median_s: median.
        high_s: upper quartile.
    """

    count: int
    mean_s: float
    low_s: float
    median_s: float
    high_s: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a person was in some stretch of work.

    Args:
        decisions: made one by one, each from the decision before it; None where none was measured.
        pairs: that were finished (done, skipped, flagged or excluded) one by one, each with all the
            person's decisions on it; None where none was measured.
        worked_s: seconds of work, breaks left out.
    """

    decisions: Spread | None
    pairs: Spread | None
    worked_s: float


@dataclass(frozen=True, slots=True)
class Paces:
    """The pace of one person.

    Args:
        whole: over everything they decided.
        latest: since their last break.
        recent: over the latest pairs they finished, as many as `RECENT` says; None without any.
        sessions: stretches of work between breaks.
    """

    whole: Pace
    latest: Pace
    recent: Spread | None
    sessions: int


@dataclass(frozen=True, slots=True)
class Range:
    """Two ends in seconds, low <= high."""

    low_s: float
    high_s: float


@dataclass(slots=True)
class _Step:
    """One moment at which a person decided; what was decided in one go is one step.

    Args:
        entry: the first decision of it.
        session: number of the stretch of work.
        gap_s: seconds since the step before; None where that is not known.
        places: of all pairs decided on.
    """

    entry: Entry
    session: int
    gap_s: float | None
    places: list[int]


def paces(entries: Iterable[Entry], person: str) -> Paces:
    """Return the pace of a person, from the times between their decisions.

    A decision takes the time since the person's decision before it. After a break, or where a clock
    was put back, that time is not known: such decisions and their pairs are not measured, nor are
    those made in bulk, and no pair that one of them is on. The time of undoing counts with
    the pair.

    Args:
        entries: the log in order, of everybody.
        person: whose pace.
    """
    steps = _steps(entry for entry in entries if entry.person == person)
    sessions = steps[-1].session if steps else 0
    pairs = _pair_times(steps)
    return Paces(
        whole=_pace(steps, pairs),
        latest=_latest(steps, sessions),
        recent=_spread(pairs[-RECENT:]),
        sessions=sessions,
    )


def time_left(pairs: int, spread: Spread | None) -> Range | None:
    """Return how long so many pairs take at a pace; None before `ENOUGH` pairs were measured.

    The ends are the quartiles of the time a pair takes, times the pairs. The mean is always inside:
    where a few slow pairs take much of the time, it lies above the upper quartile.
    """
    if spread is None or spread.count < ENOUGH:
        return None
    low = min(spread.low_s, spread.mean_s)
    high = max(spread.high_s, spread.mean_s)
    return Range(pairs * low, pairs * high)


def _steps(own: Iterable[Entry]) -> list[_Step]:
    steps: list[_Step] = []
    before = None
    act = ""
    for entry in own:
        if entry.act and entry.act == act:
            steps[-1].places.append(entry.position)
            continue
        act = entry.act
        now = moment(entry.time)
        gap = None if before is None else (now - before).total_seconds()
        if gap is not None and not 0 <= gap <= BREAK_S:
            gap = None
        session = steps[-1].session if steps else 0
        steps.append(_Step(entry, session + (gap is None), gap, [entry.position]))
        before = now
    return steps


def _latest(steps: Sequence[_Step], session: int) -> Pace:
    latest = [step for step in steps if step.session == session]
    return _pace(latest, _pair_times(latest))


def _pace(steps: Sequence[_Step], pairs: Sequence[float]) -> Pace:
    gaps = [step.gap_s for step in steps if step.gap_s is not None]
    single = [
        step.gap_s
        for step in steps
        if step.gap_s is not None and not step.entry.act and step.entry.kind not in AIMED
    ]
    return Pace(_spread(single), _spread(pairs), sum(gaps))


def _pair_times(steps: Sequence[_Step]) -> list[float]:
    """Return the seconds of each finished pair that could be measured, latest finished last."""
    spent: dict[int, float] = {}
    finished: dict[int, None] = {}
    unknown: set[int] = set()
    for step in steps:
        place = step.entry.position
        if step.gap_s is None or step.entry.act:
            unknown.update(step.places)
        else:
            spent[place] = spent.get(place, 0.0) + step.gap_s
        if step.entry.kind in _ENDS and step.entry.in_force:
            finished.pop(place, None)
            finished[place] = None
    return [spent[place] for place in finished if place not in unknown]


def _spread(seconds: Sequence[float]) -> Spread | None:
    if not seconds:
        return None
    low, median, high = (float(q) for q in np.quantile(seconds, [0.25, 0.5, 0.75]))
    return Spread(len(seconds), float(np.mean(seconds)), low, median, high)
