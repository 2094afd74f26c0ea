"""The Progress page: how far, by whom, how fast, how good."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from core.domain.decision import PairStatus
from core.review.progress import ENOUGH, Row, Spread, since, time_left
from core.review.progress.pace import BREAK_S, RECENT
from core.review.progress.times import duration
from core.storage import ProjectInfo
from core.text.plural import counted
from ui import cache, state
from ui.panels import confidence, quality, statusbar, tables
from ui.panels.projects import go_to_inspect
from ui.panels.text import plain

_EVERYBODY, _ME = "Everybody", "Me"
_TOUCHED = tuple(status for status in PairStatus if status is not PairStatus.UNREVIEWED)
_DECISIONS = ("decisions one by one", "in bulk", "undone", "all decisions")
_DAYS_DRAWN = 2
"""A chart of days is worth its room from so many on."""


def ask_whose() -> bool:
    """Return whether to count the decisions of this person only, without anybody else's name."""
    chosen = st.segmented_control(
        "Decisions of",
        (_EVERYBODY, _ME),
        default=_EVERYBODY,
        required=True,
        key="whose",
        bind="query-params",
    )
    return chosen == _ME


def show_progress(info: ProjectInfo, *, mine: bool) -> None:
    """Show how far a project is.

    Args:
        info: the project.
        mine: count the decisions of this person only, and name nobody else.
    """
    person = state.person()
    if track := cache.workspace().team.track(info.name, person):
        _show_own(info, person, track)
        return
    stand = cache.stand(info)
    _show_since(info, person, names=not mine)
    _show_pairs(info)
    _show_pace(info, stand, person)
    _show_decisions(info, stand, person if mine else "")
    st.header("Entities", anchor=False)
    quality.show_entities(cache.survey(stand))
    st.header("Estimated quality", anchor=False)
    quality.show_estimate(info, cache.survey(stand))
    st.header("Confidence", anchor=False)
    confidence.show(info, stand)


def _show_own(info: ProjectInfo, person: str, track: str) -> None:
    """Show how far one person is in a blind project, and nothing of anybody else."""
    st.caption("The project is blind: you see your own numbers only.")
    stand = cache.stand(info, track)
    loads = [load for load in cache.workspace().team.loads(info.name) if load.person == person]
    if loads:
        own = replace(info, pairs=loads[0].pairs, progress=loads[0].progress)
    else:
        own = replace(info, progress=cache.statuses(stand, info.pairs))
    _show_since(own, person, names=False, track=track)
    _show_pairs(own)
    _show_pace(own, stand, person)
    _show_decisions(own, stand, person)


def _show_since(info: ProjectInfo, person: str, *, names: bool, track: str = "") -> None:
    """Show where the person stopped and what happened since, with the way back."""
    then = since(cache.workspace(), info, person, track)
    stopped = info.last_pair.get(person, "")
    told = f"You stopped at {stopped}. " if stopped else ""
    if then is None:
        told += f"Nothing here is signed “{person}” yet."
    else:
        happened = then.in_words(names=names) or "nothing from anybody else"
        told += f"Your last decision was {then.when()}. Since then: {happened}."
    words, act = st.columns([5, 1], vertical_alignment="center")
    words.markdown(plain(told))
    if act.button("Continue" if stopped else "Open", type="primary", width="stretch"):
        go_to_inspect(info.name, stopped)


def _show_pairs(info: ProjectInfo) -> None:
    st.header("Pairs", anchor=False)
    statusbar.show(info.progress)
    st.caption(f"Together {counted(info.pairs, 'pair')}, which is all of them.")


def _show_pace(info: ProjectInfo, stand: cache.Stand, person: str) -> None:
    st.header("Your pace", anchor=False)
    paces = cache.paces(stand, person)
    waiting = info.progress[PairStatus.UNREVIEWED] + info.progress[PairStatus.IN_PROGRESS]
    left = time_left(waiting, paces.recent)
    if left is None or paces.whole.pairs is None:
        st.markdown(
            f"A pace, and the time that is left, are told once {ENOUGH} of your pairs could be "
            "timed: pairs that were finished one by one, without a break."
        )
        return
    if waiting:
        st.markdown(
            f"At your pace, the {counted(waiting, 'pair')} unreviewed or in progress "
            f"{'takes' if waiting == 1 else 'take'} "
            f"**{duration(left.low_s)} to {duration(left.high_s)}** of work."
        )
    else:
        st.markdown("No pair is left that is unreviewed or in progress.")
    spreads = (
        ("a pair", paces.whole.pairs),
        ("a pair, since your last break", paces.latest.pairs),
        ("a decision", paces.whole.decisions),
        ("a decision, since your last break", paces.latest.decisions),
    )
    tables.show_words(
        "time for",
        ("measured", "median", "mean", "half of them take"),
        [(name, _in_words(spread)) for name, spread in spreads if spread is not None],
    )
    st.caption(
        f"{duration(paces.whole.worked_s)} of work in "
        f"{counted(paces.sessions, 'session')}. A decision takes the time since the one before it; "
        f"more than {duration(BREAK_S)} is a break and not counted, nor is what was done in bulk. "
        f"The time left is what the middle half of your latest {RECENT} pairs took, for each pair; "
        "the mean, where that is more."
    )


def _in_words(spread: Spread) -> tuple[str, ...]:
    return (
        f"{spread.count:,}",
        duration(spread.median_s),
        duration(spread.mean_s),
        f"{duration(spread.low_s)} to {duration(spread.high_s)}",
    )


def _show_decisions(info: ProjectInfo, stand: cache.Stand, person: str) -> None:
    """Show who decided what and when; for one person, without the others."""
    st.header("Your decisions" if person else "Decisions", anchor=False)
    found = cache.activity(stand, person)
    if not found.total.decisions:
        st.caption("There are none yet.")
        return
    statuses = [status for status in _TOUCHED if found.total.pairs.get(status)]
    titles = ["By day", "By kind"] if person else ["By person", "By day", "By kind"]
    *people, days, kinds = st.tabs(titles)
    for tab in people:
        with tab:
            _show_rows("person", found.people, statuses)
    with days:
        if len(found.days) >= _DAYS_DRAWN:
            _draw_days(found.days)
        _show_rows("day", found.days, statuses)
    with kinds:
        in_words = [replace(row, name=row.name.replace("-", " ")) for row in found.kinds]
        _show_rows("kind", in_words, ())
    _say_what_counts(info, mine=bool(person))


def _show_rows(of: str, rows: Sequence[Row], statuses: Sequence[PairStatus]) -> None:
    """Show rows with their pairs of these statuses (none: no pairs at all) and their decisions."""
    pairs: tuple[str, ...] = ()
    if statuses:
        first, *others = map(statusbar.name, statuses)
        pairs = (f"pairs {first}", *others, "all pairs")
    counts = []
    for row in rows:
        found = [row.pairs.get(status, 0) for status in statuses]
        sums = [*found, sum(found)] if statuses else []
        counts.append((row.name, (*sums, row.single, row.bulk, row.undone, row.decisions)))
    tables.show_counts(of, (*pairs, *_DECISIONS), counts, total="all")


def _draw_days(rows: Sequence[Row]) -> None:
    days = pd.DataFrame(
        [(row.name, row.single, row.bulk) for row in rows],
        columns=["day", "one by one", "in bulk"],
    )
    bulk = any(row.bulk for row in rows)
    st.bar_chart(
        days,
        x="day",
        y=["one by one", "in bulk"] if bulk else ["one by one"],
        x_label="day (UTC)",
        y_label="decisions",
        color=["#4a7be6", "#c9720a"] if bulk else ["#4a7be6"],
        height=300,
        alt="Decisions in force by day; the same numbers stand in the table below.",
    )


def _say_what_counts(info: ProjectInfo, *, mine: bool) -> None:
    unreviewed = info.progress[PairStatus.UNREVIEWED]
    if mine:
        which = "Pairs that you brought to where they stand today."
    else:
        which = (
            "A pair counts once, for who brought it to where it stands today, and on that day; "
            f"{counted(unreviewed, 'unreviewed pair')} and these make {info.pairs:,}."
        )
    st.caption(
        f"{which} Undone decisions are no part of the data. Days are those of UTC, by the clock of "
        "the browser."
    )
