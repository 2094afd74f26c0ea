"""Stale decisions: each with the words it was said of and those that stand there now."""

from collections.abc import Callable

import streamlit as st

from core.domain.decision import Side
from core.errors import CoreError
from core.review import stale
from core.review.filters import Filter, to_url
from core.storage import ProjectInfo
from core.storage.stale import StaleDecision
from core.text.plural import counted
from ui import allowed, cache, state
from ui.panels import marks, paging
from ui.panels.projects import go_to_inspect, query
from ui.panels.text import plain

_A_PAGE = 10
_ON = ":material/arrow_forward:"
_OPEN, _SETTLED = "Open", "Settled"
_WORDS = {
    "accepted": "accepted as",
    "corrected": "corrected to",
    "added": "added as",
    "rejected": "rejected as",
    "no-counterpart": "said to have no counterpart:",
}


def show(info: ProjectInfo) -> None:
    """Show what is stale in a project, open or settled, in pages."""
    workspace = cache.workspace()
    waiting, settled = workspace.stale.count(info.name)
    if not (waiting or settled):
        st.success("Nothing is stale: every decision stands on the words that it was made on.")
        st.caption(
            "When texts are updated, or words of a pair are changed by hand, decisions that touch "
            "a changed word are listed here with both versions, to be said again or dismissed."
        )
        return
    st.markdown(
        "Words changed, and these decisions touch one that did. They are out of the corrected "
        "data; nothing of them is deleted."
    )
    words = {_OPEN: f"{waiting:,} open", _SETTLED: f"{settled:,} settled"}
    with st.container(horizontal=True, vertical_alignment="center"):
        which = st.segmented_control(
            "Show",
            [_OPEN, _SETTLED],
            default=_OPEN,
            format_func=lambda one: words[one],
            required=True,
            label_visibility="collapsed",
        )
        done = which == _SETTLED
        total = settled if done else waiting
        st.space("stretch")
        if waiting and not done and st.button("Go through the pairs", icon=_ON):
            st.switch_page(
                "pages/20_Inspect.py", query_params=query(info.name) | to_url(Filter(stale=True))
            )
    if not total:
        st.caption("None is settled yet." if done else "All are settled.")
        return
    first = paging.ask(total, _A_PAGE, f"{which} of {info.created} {info.name}")
    some = workspace.stale.read(info.name, settled=done, offset=first, limit=_A_PAGE)
    for one in some:
        with st.container(border=True):
            _show_one(info, stale.look(workspace, info.name, one))


def _show_one(info: ProjectInfo, both: stale.Both) -> None:
    one, own = both.stale, both.stale.said.reviewed
    side = "source" if one.said.side is Side.SOURCE else "target"
    by = f"by {one.said.person}" if one.said.person else ""
    when = f"{one.said.time.replace('T', ' ')[:16]} UTC" if one.said.time else ""
    on = f"on {one.track}'s own track" if one.track else ""
    what = f"{_WORDS[str(own.status)]} {own.entity.label}"
    told = ", ".join(part for part in (by, when, on) if part)
    st.markdown(f"**{plain(one.pair)}**, {side}: {plain(what)} :small[{plain(told)}]")
    before, after = st.columns(2, gap="medium")
    with before:
        st.caption("As it was")
        marks.show(both.before, marks.of([own.entity], marks.Look.OTHER))
    with after:
        st.caption("As it stands")
        place = [] if both.place is None else [marks.Mark(*both.place, "", marks.Look.ABSENT)]
        marks.show(both.after, place)
        if both.place is None:
            st.caption("No word stands in its place.")
        there = [f"{r.entity.label} ({r.status})" for r in both.there]
        if there:
            st.caption(plain(f"Now there: {', '.join(there)}"))
    _show_acts(info, both)


def _show_acts(info: ProjectInfo, both: stale.Both) -> None:
    one = both.stale
    no = allowed.why_not(info.name, "Stale.settle")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if one.settled:
            when = one.when.replace("T", " ")[:16]
            st.caption(plain(f"{one.how} by {one.by}, {when} UTC"), width="content")
            _act("Open again", one, info, stale.reopen, why_not=no)
        else:
            _act("Say it here", one, info, stale.apply, why_not=no or both.why_not)
            _act("Dismiss", one, info, stale.dismiss, why_not=no)
        if st.button("Look at the pair", key=f"look {one.number}", icon=":material/search:"):
            go_to_inspect(info.name, one.pair)
    if no:
        st.caption(plain(f"Not for you: {no}."))
    elif both.why_not and not one.settled:
        st.caption(plain(f"Cannot be said here: {both.why_not}."))


def _act(
    label: str,
    one: StaleDecision,
    info: ProjectInfo,
    act: Callable[..., StaleDecision],
    *,
    why_not: str = "",
) -> None:
    if st.button(label, key=f"{label} {one.number}", disabled=bool(why_not)):
        try:
            act(cache.workspace(), info.name, one.number, state.person())
        except CoreError as error:
            st.error(plain(str(error)))
        else:
            st.rerun()


def tell(info: ProjectInfo, pair: str) -> None:
    """Say beside a pair how many stale decisions it has; nothing where it has none."""
    found = cache.workspace().stale.read(info.name, settled=False, pair=pair) if pair else ()
    if found:
        words = counted(len(found), "decision")
        st.page_link(
            "pages/37_Stale.py",
            label=f"{words} on this pair no longer fit its words",
            icon=":material/history:",
            query_params=query(info.name),
        )
