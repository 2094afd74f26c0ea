"""The section Confidence of the Progress page: said against found, and the quality to expect."""

import streamlit as st

from core.pipeline.background import start_calibrating
from core.review.confidence import Confidence, MethodConfidence, is_fresh, words
from core.review.confidence.shelf import header
from core.review.progress import Figures
from core.storage import ProjectInfo
from ui import allowed, cache, charts, reliability
from ui.panels import jobs, tables
from ui.panels.compare_grid import be_readable
from ui.panels.text import plain

AT_ONCE = 5_000
"""Pairs of a project whose confidence is estimated without being asked for."""

_ABOUT = (
    "How probably each projection of each method is right: the signals of suspicion, put right by "
    "what people decided here. The chances add up to the precision, recall and F1 to expect."
)


def show(info: ProjectInfo, stand: cache.Stand) -> None:
    """Show how well calibrated the methods of a project are, and what quality they promise."""
    if info.base_layer() is None:
        st.caption("No method has run yet.")
        return
    workspace = cache.workspace()
    fresh = is_fresh(workspace, info)
    kept = header(workspace, info.name)
    busy = jobs.show_work(info.name, info.job)
    if fresh is None or kept is None:
        st.markdown(_ABOUT)
        _offer(info, "Work out confidence", busy=busy)
        return
    if not fresh:
        st.warning(words.STALE)
        _offer(info, "Work it out again", busy=busy)
    if info.pairs > AT_ONCE and not _asked(info):
        return
    found = cache.confident(stand, kept.of)
    _show_figures(found)
    st.caption(plain(words.rests_on(found)))
    st.caption(
        "These figures use every decision and the signals of every pair. Those under Estimated "
        "quality use pairs in random order alone and need nothing else to hold; where the two "
        "are far apart, trust those."
    )
    _show_calibration(found)


def _offer(info: ProjectInfo, name: str, *, busy: bool) -> None:
    """Offer to work the evidence out, in a process of its own; not while one is at work."""
    why = allowed.why_not(info.name, "calibrate")
    about = plain(why) or None
    if st.button(name, disabled=busy or bool(why), icon=":material/calculate:", help=about):
        start_calibrating(cache.workspace(), info.name)
        jobs.expect_job(info.name, info.job)
        st.rerun()


def _asked(info: ProjectInfo) -> bool:
    return st.toggle(
        f"Estimate from all {info.pairs:,} pairs (takes a while)", key=f"confidence {info.name}"
    )


def _show_figures(found: Confidence) -> None:
    rows = [
        (f"{method.name}, before review", _row(method.figures, f"{method.decided:,}"))
        for method in found.methods
    ]
    rows.append(("corrected, as it stands", _row(found.corrected, "")))
    tables.show_words("expected, 95 %", ("decided", "precision", "recall", "F1"), rows)


def _row(figures: Figures, decided: str) -> tuple[str, ...]:
    parts = (figures.precision, figures.recall, figures.f1)
    return (decided, *map(words.told, parts))


def _show_calibration(found: Confidence) -> None:
    """Show said against found for one method at a time."""
    with st.columns([1, 3])[0]:
        chosen = st.selectbox(
            "Said against found, of",
            found.methods,
            format_func=lambda method: method.name,
            key="calibration of",
        )
    method = chosen or found.methods[0]
    told = words.of_method(method.checked, method.decided)
    if method.checked is None:
        st.caption(plain(told))
        return
    be_readable()
    picture, beside = st.columns(2, gap="large", vertical_alignment="top")
    with picture:
        st.plotly_chart(
            reliability.diagram(method.checked),
            width="content",
            config=charts.config("said and found"),
            alt="What was said against what was found; the table beside it has the same figures.",
        )
    with beside:
        _show_bins(method)
    st.caption(plain(told))


def _show_bins(method: MethodConfidence) -> None:
    bins = [one for one in (method.checked.bins if method.checked else ()) if one.count]
    tables.show_words(
        "said to be sure",
        ("outcomes", "said", "were right"),
        [
            (
                f"{100 * one.low:.0f} to {100 * one.high:.0f} %",
                (f"{one.count:,}", words.percent(one.said), words.percent(one.found)),
            )
            for one in bins
        ],
    )
    if bins:
        most = max(bins, key=lambda one: one.count)
        st.markdown(plain(words.of_bin(most)))
