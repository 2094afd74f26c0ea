"""A gazetteer for the source sentences: looked at first, then added as decisions."""

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.errors import CoreError
from core.pipeline import annotate
from core.pipeline.annotate import Wish
from core.pipeline.apart import apart
from core.review.gazetteer import Annotated, Preview
from core.text.plural import counted
from ui import allowed, cache, state
from ui.panels import more
from ui.panels.text import plain

_LOOKED = "gazetteer looked at"
_DONE = "gazetteer done"


def offer(project: str, person: str) -> None:
    """Offer, within the menu, to add source entities from a gazetteer file."""
    why_not = allowed.why_not(project, "Workspace.append_decisions")
    asked = more.chosen("Names from a file", ":material/menu_book:", why_not=why_not)
    if asked or state.recall(_DONE, ()):
        st.dialog("Names from a file", width="large", on_dismiss=_forget)(ask)(project, person)


def ask(project: str, person: str) -> None:
    """Ask for a gazetteer and show what it would add; when that is added, say so instead."""
    done: tuple[Annotated, ...] = state.recall(_DONE, ())
    if done:
        _say(done[0])
        return
    st.markdown(
        "The names of a gazetteer become entities of the **source** sentences, and are projected "
        "at once. One name on a line; with a TAB and its label behind it, where the file holds "
        "more than one label."
    )
    upload = st.file_uploader("Gazetteer (text or TSV, UTF-8)", key="gazetteer file")
    wish = _ask_wish()
    if upload is None:
        return
    try:
        seen = _look(upload, wish, project)
        _show(seen)
        if seen.entities and st.button("Add them", type="primary"):
            state.keep(_LOOKED, ())
            state.keep(_DONE, (_add(upload, wish, project, person),))
            st.rerun()
    except CoreError as error:
        st.error(plain(str(error)))


def _add(upload: UploadedFile, wish: Wish, project: str, person: str) -> Annotated:
    ws = cache.workspace()
    with st.spinner("Adding and projecting"):
        return apart(
            annotate.annotate,
            upload.getvalue(),
            wish,
            file=upload.name,
            project=project,
            person=person,
            url=ws.url,
            actor=ws.actor,
        )


def _ask_wish() -> Wish:
    label = st.text_input(
        "Label of names without one", key="gazetteer label", max_chars=40, placeholder="LOC"
    )
    everywhere = st.checkbox(
        "Also in sentences that have entities already",
        key="gazetteer all",
        help="Otherwise only in sentences that nobody has annotated. What is there stays; pairs "
        "that are done or excluded are left alone.",
    )
    exact = st.checkbox("Upper and lower case have to be the same", key="gazetteer exact")
    return Wish(label.strip(), everywhere=everywhere, exact=exact)


def _look(upload: UploadedFile, wish: Wish, project: str) -> Preview:
    """Return what would be added; the corpus is gone through once for each set of answers."""
    asked = upload.file_id, wish, project
    ws = cache.workspace()
    named = {"file": upload.name, "project": project, "url": ws.url}

    def look() -> Preview:
        return apart(annotate.look, upload.getvalue(), wish, **named, actor=ws.actor)

    return state.once(_LOOKED, asked, "Looking for the names", look)


def _show(seen: Preview) -> None:
    if not seen.entities:
        st.info(f"None of {counted(seen.names, 'name')} stands in the sentences looked at.")
        return
    labels = ", ".join(f"{count:,} {plain(label)}" for label, count in seen.labels)
    found = counted(seen.entities, "place")
    st.markdown(f"**{found}** in {counted(seen.pairs, 'pair')} would get an entity: {labels}.")
    if seen.new:
        st.caption("New in this project: " + plain(", ".join(seen.new)))
    st.dataframe(
        pd.DataFrame(
            [(one.pair, one.label, *one.context) for one in seen.first],
            columns=["pair", "label", "before", "name", "behind"],
        ),
        hide_index=True,
        height=280,
    )
    if seen.entities > len(seen.first):
        st.caption(f"The first {len(seen.first)} of {seen.entities:,}.")


def _say(done: Annotated) -> None:
    added = counted(done.entities, "source entity", "source entities")
    steps = "One undo takes" if done.steps == 1 else f"Undo, {done.steps} times, takes"
    st.success(f"{added} added and projected. {steps} them back.")
    for notice in done.notices:
        st.warning(plain(notice))
    if st.button("Back to the pairs", type="primary"):
        _forget()
        st.rerun()


def _forget() -> None:
    state.keep(_DONE, ())
