"""The Run page: the list of runs, one of them, or the form of a new one, as the address says."""

import time
from collections.abc import Sequence

import streamlit as st

from core.errors import UnknownNameError
from core.pipeline.runs import desk
from core.text import languages
from core.text.plural import counted
from ui import cache, state
from ui.panels import paging, run_draft, run_form, run_watch
from ui.panels.text import plain

_NEW = "new"
_A_PAGE = 20
_WATCH_EVERY_S = 1.0
_USE, _DELETE = "Use it for a new run", "Delete"
_DAY_S = 86_400

STATES = {
    "waiting": ":material/schedule: not started",
    "starting": ":material/hourglass_top: starting",
    "running": ":material/play_circle: running",
    "stopping": ":material/hourglass_bottom: stopping",
    "done": ":material/check_circle: done",
    "failed": ":material/error: failed",
    "stopped": ":material/pause_circle: stopped",
}


def show() -> None:
    """Show what the address asks for; where it asks for nothing, the runs that there are."""
    runs = cache.runs()
    asked = state.get("run")
    found = desk.runs_of(runs) if asked in {"", _NEW} else ()
    # It stands first, so that it is there whatever fails below it.
    back = asked and (asked != _NEW or found)
    if back and st.button("All runs", icon=":material/arrow_back:"):
        run_watch.go("")
    if asked == _NEW or not (asked or found):
        if name := run_form.ask(runs):
            run_watch.go(name)
    elif asked:
        run_watch.show(desk.find(runs, asked))
    else:
        _show_list(found)


def _show_list(found: Sequence[desk.OnDesk]) -> None:
    run_form.say_what_it_is()
    if st.button("New run", type="primary", icon=":material/add:"):
        run_watch.go(_NEW)
    first = paging.ask(len(found), _A_PAGE, "runs")
    here = found[first : first + _A_PAGE]
    shown = tuple(one.name for one in here)
    every = _WATCH_EVERY_S if any(one.at_work() for one in here) else None
    st.fragment(_rows, run_every=every)(shown, watched=every is not None)


def _rows(names: tuple[str, ...], *, watched: bool) -> None:
    """Show some runs; once none is at work any more, have the page drawn anew."""
    found = []
    for name in names:
        try:
            found.append(desk.find(cache.runs(), name))
        except UnknownNameError:
            continue  # deleted elsewhere
    for one in found:
        with st.container(border=True):
            _row(one)
    if watched and not any(one.at_work() for one in found):
        st.rerun()


def _row(one: desk.OnDesk) -> None:
    about, how, act = st.columns([4, 3, 2], vertical_alignment="center", gap="medium")
    with about, st.container(gap="xxsmall"):
        st.subheader(plain(one.title), anchor=False)
        st.caption(plain(" · ".join(facts(one))))
    with how, st.container(gap="xxsmall"):
        st.markdown(STATES[one.state])
        st.caption(plain(run_watch.at(one)))
    with act, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        if st.button("Open", key=f"open run {one.name}"):
            run_watch.go(one.name)
        options = [_USE] * bool(one.config) + [_DELETE] * (not one.at_work())
        chosen = st.menu_button("More", options, key=f"more run {one.name}")
    if chosen == _USE:
        _use(one)
    elif chosen == _DELETE:
        _ask_to_delete(one)


def facts(one: desk.OnDesk) -> list[str]:
    """Return what a run is, in words."""
    config = one.config
    if config is None:
        return ["its file cannot be read"]
    target, source = languages.name(config.target_lang), languages.name(config.source_lang)
    kinds = {
        "translate-test": f"{target}, translated to {source}",
        "translate-train": f"{source}, translated to {target}",
        "parallel": f"{source} beside {target}",
    }
    return [kinds[config.setting], ", ".join(config.methods), _when(one.made)]


def _when(made: float) -> str:
    """Return how long ago a time was."""
    days = int((time.time() - made) // _DAY_S)
    if days <= 0:
        return "made today" if time.localtime().tm_yday == time.localtime(made).tm_yday else (
            "made yesterday"
        )  # fmt: skip
    return f"made {counted(days, 'day')} ago"


def _use(one: desk.OnDesk) -> None:
    """Go to the form of a new run, filled in as another one was."""
    run_draft.fill(one)
    run_watch.go(_NEW)


@st.dialog("Delete a run")
def _ask_to_delete(one: desk.OnDesk) -> None:
    """Delete a run with its files once that was said twice."""
    st.markdown(
        f"**{plain(one.title)}** goes with its text and every file that came out. What models "
        "found stays, so that the same run takes less time. A project that it became stays too."
    )
    if st.button("Delete the run and its files", type="primary"):
        desk.delete(one)
        st.rerun()
