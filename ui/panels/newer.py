"""A newer version of a project's texts: looked at first, then brought in."""

import streamlit as st

from core.errors import CoreError
from core.formats.consent import Wish
from core.pipeline import intake
from core.review.update import Updated
from core.storage import ProjectInfo
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
            "Comparing",
            lambda: intake.compare(cache.workspace(), *given, Wish()),
        )
        _show(found)
        if not found.nothing and st.button("Bring it in", type="primary"):
            with st.spinner("Updating"):
                done = intake.bring(cache.workspace(), *given, Wish(), person=state.person())
            state.drop_queue()
            state.keep("newer done", done.words_for_people)
            st.rerun()
    except CoreError as error:
        st.error(plain(str(error)))


def say_done() -> None:
    """Say once what a newer version came to."""
    if done := state.recall("newer done", ""):
        state.keep("newer done", "")
        st.toast(plain(f"{done}. Project again, then stand on the new layer."), duration="long")


def _show(found: Updated) -> None:
    if found.nothing:
        st.success("Nothing changed: every pair in the file is as it was.")
    else:
        st.markdown(f"**{plain(found.words_for_people)}**")
    for what, words in _TOLD.items():
        if ids := found.first.get(what):
            more = ", …" if getattr(found, what) > len(ids) else ""
            st.caption(plain(f"{words}: {', '.join(ids)}{more}"))
