"""The Compare page: methods against gold, decisions or each other, over a whole project."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from core.review import compare
from core.review.compare import Board, By, Measure
from core.storage import ProjectInfo
from ui import cache, charts, state
from ui.cache import Compared
from ui.panels.compare_grid import Draw, be_readable, is_dark, show_grid
from ui.panels.compare_names import show_names
from ui.panels.text import plain, say_in_passing

_MEASURES = {Measure.F1: "F1", Measure.PRECISION: "Precision", Measure.RECALL: "Recall"}
_ANY = "any"
_SHOWN = 80
"""Characters of what is mistyped that are said again."""


def ask_reference(where: Compared, view: str) -> str:
    """Return the key of the layer that methods are compared with; gold where there is any.

    Views that compare every layer with every other do not ask. It is part of the URL, by its name;
    one that is not there is said.
    """
    known = cache.sheet(where).references()
    if view not in _AGAINST:
        return known[0]
    _say_unknown("against", "layer to compare with", [compare.in_words(key) for key in known])
    found = st.selectbox(
        "Compare with",
        known,
        format_func=compare.in_words,
        key="against",
        bind="query-params",
        help="Gold, what people decided, or another method.",
    )
    return found or known[0]


def show_methods(where: Compared, board: Board) -> None:
    """Show how good every method is, with intervals, and how far it differs from the base."""
    scores, differences = cache.scores(where, board.reference)
    draw = partial(charts.intervals, value="F1", low="F1 from", high="F1 to")
    show_grid(where, scores, "scores", draw, beside=False)
    if differences.rows:
        show_grid(where, differences, "differences")
        if found := compare.about_differences(board):
            st.caption(plain(found))


def show_errors(where: Compared, board: Board) -> None:
    """Show the kinds of differences of every method, and which types became which."""
    ask, _ = st.columns([1, 3])
    with ask:
        label = st.selectbox("Type", [_ANY, *board.sheet.labels], key="errors of")
    found = compare.errors(board, "" if label == _ANY else label or "")
    show_grid(where, found, "errors", _counts())
    with st.columns([1, 3])[0]:
        method = st.selectbox("Method", list(board.found), key="confusion of")
    if method is not None:
        grid = compare.confusion(board, method)
        show_grid(where, grid, f"confusion {method}", _counts())


def _counts() -> Draw:
    return partial(charts.heatmap, rates=False, dark=is_dark())


def show_agreement(where: Compared) -> None:
    """Show how far every two methods agree, and each with gold and with decisions."""
    st.caption(
        "Strict F1 of one layer against the other, on the pairs that both have. A cell opens the "
        "pairs on which they differ, the name of a row those on which its layer differs from any "
        "method."
    )
    show_grid(
        where,
        cache.agreement(where),
        "agreement",
        partial(charts.heatmap, rates=True, dark=is_dark()),
    )


def show_breakdowns(where: Compared, board: Board) -> None:
    """Show a rate of every method by type, length, frequency of the name, and language."""
    measure = st.segmented_control(
        "Measure",
        list(_MEASURES),
        default=Measure.F1,
        required=True,
        format_func=_MEASURES.__getitem__,
        key="measure",
    )
    for by in By:
        grid = compare.breakdown(board, by, measure or Measure.F1)
        show_grid(where, grid, f"by {by}", charts.bars)


def show_comparison(info: ProjectInfo, where: Compared, reference: str, view: str) -> None:
    """Show one view of a project's comparison, with what its figures can and cannot say."""
    be_readable()
    if view == "Names":
        show_names(info, where)
    elif view == "Agreement":
        show_agreement(where)
    else:
        _show_against(where, cache.board(where, reference), view)


def _show_against(where: Compared, board: Board, view: str) -> None:
    st.caption(plain(compare.what_is_counted(board)))
    if found := compare.caveats(board):
        st.warning("\n\n".join(map(plain, found)))
    if board.found:
        _AGAINST[view](where, board)
    else:
        st.info("There is one method only. Project the corpus with another one to compare them.")


_AGAINST = {"Scores": show_methods, "Errors": show_errors, "Breakdowns": show_breakdowns}
VIEWS = (*_AGAINST, "Agreement", "Names")


def ask_view() -> str:
    """Return which view to show; it is part of the URL, and one that is not there is said."""
    _say_unknown("view", "view", VIEWS)
    found = st.segmented_control(
        "View", VIEWS, default=VIEWS[0], required=True, key="view", bind="query-params"
    )
    return found or VIEWS[0]


def _say_unknown(key: str, what: str, known: Sequence[str]) -> None:
    """Say that the URL asks for one of these that is not there."""
    for asked in state.asked().get(key, ())[:1]:
        if asked not in known:
            there = ", ".join(known)
            say_in_passing((f"there is no {what} {asked[:_SHOWN]!r}; there are: {there}",))
