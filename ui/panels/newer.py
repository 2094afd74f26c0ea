"""A newer version of a project's texts: looked at first, then brought in."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from core.errors import CoreError
from core.formats.consent import Wish
from core.pipeline import intake
from core.review.orders import WORDS, Sort
from core.review.updated import Updated
from core.storage import ProjectInfo
from core.text.plural import counted
from ui import cache, state
from ui.panels.text import plain

_TOLD = {"changed": "Changed", "new": "New", "missing": "Not in the file; they stay"}


@st.dialog("Bring a newer version of the texts", width="large")
def ask(info: ProjectInfo) -> None:
    """Ask for the files, say what they come to, and bring them in when told to."""
    st.markdown(
        f"Pairs of **{plain(info.name)}** are known by their ids. Changed ones are revised, new "
        "ones come last, no other is touched. Decisions stay where they touch no changed word; "
        "the others are listed as stale."
    )
    uploads = st.file_uploader("Files", accept_multiple_files=True, key=f"newer {info.name}")
    if not uploads:
        return
    if len(uploads) > 2:
        st.warning("Give one file, or a source and a target.")
        return
    source, target, _ = info.languages[0]
    files = [(upload.name, upload.getvalue()) for upload in uploads]
    given = (info.name, files, source, target)
    try:
        found = state.once(
            "newer looked at",
            (info.name, cache.stand(info), tuple(upload.file_id for upload in uploads)),
            "",  # the bar says so
            lambda: _followed(partial(intake.compare, cache.workspace(), *given, Wish())),
        )
        _show(found)
        if not found.nothing and st.button("Bring it in", type="primary"):
            st.caption("Stopped on the way, it goes on where it was when it is brought in again.")
            person = state.person()
            done = _followed(
                partial(intake.bring, cache.workspace(), *given, Wish(), person=person)
            )
            state.drop_queue()
            state.keep("newer done", done.words_for_people)
            st.rerun()
    except CoreError as error:
        st.error(plain(str(error)))


def _followed(act: Callable[..., Updated]) -> Updated:
    """Return what an act came to that tells how far it is, which is shown meanwhile."""
    bar = st.progress(0.0, "Reading")

    def report(step: str, done: int, total: int) -> None:
        bar.progress(done / total, f"{step}: {done:,} of {total:,} pairs")

    try:
        return act(report=report)
    finally:
        bar.empty()


def say_done() -> None:
    """Say once what a newer version came to."""
    if done := state.recall("newer done", ""):
        state.keep("newer done", "")
        st.toast(
            plain(f"Brought in. Now project again, and stand on the new layer. {done}."),
            duration="long",
        )


def _show(found: Updated) -> None:
    if found.nothing:
        st.success("Nothing changed: every pair in the file is as it was.")
    else:
        _show_counts(
            ("Pairs changed", found.changed),
            ("New pairs", found.new),
            ("As they were", found.same),
            ("Not in the file", found.missing),
        )
    if found.changed:
        _show_counts(
            ("Decided entities kept", found.carried + found.moot),
            ("Decided entities stale", found.stale),
            ("Pairs reopened", found.reopened),
            ("Pairs with other words", found.words),
        )
    if found.mates:
        were, come = ("was", "It comes") if found.mates == 1 else ("were", "They come")
        st.caption(
            f"{counted(found.mates, 'other pair')} {were} projected together with their group "
            f"as it was. {come} first in the order *{WORDS[Sort.SUSPICION]}* until the project is "
            "projected again."
        )
    for what, words in _TOLD.items():
        if ids := found.first.get(what):
            more = ", …" if getattr(found, what) > len(ids) else ""
            st.caption(plain(f"{words}: {', '.join(ids)}{more}"))


def _show_counts(*counts: tuple[str, int]) -> None:
    for column, (title, number) in zip(st.columns(len(counts)), counts, strict=True):
        column.metric(title, f"{number:,}", border=True)
