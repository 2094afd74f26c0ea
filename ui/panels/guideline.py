"""The Guideline page: read, written with every revision kept, taken along as a file."""

import html

import streamlit as st

from core.errors import ConflictError, CoreError, FormatError
from core.review.guide import from_json, template, to_json, to_markdown
from core.storage import ProjectInfo
from core.storage.guidelines import MAX_TEXT, Guideline, LabelGuide
from ui import cache, state
from ui.panels.history import moment_in_words
from ui.panels.text import plain

_SEEN = "guideline seen"
_MOST_BYTES = 1_000_000
_KEYS = 9
"""Labels that a digit gives on Inspect."""


def show(info: ProjectInfo) -> None:
    """Show the guideline as it stands, label by label as the bench has them."""
    found = cache.workspace().guidelines.read(info.name)
    if not found.revision:
        st.info("Nothing is written yet. Under Write there is something to begin with.")
        return
    st.caption(plain(_whose(found)))
    paragraphs(found.text)
    for k, label in enumerate(_labels(info, found)):
        said = found.of(label)
        key = f", key {k + 1}" if label in info.labels and k < _KEYS else ""
        gone = "" if label in info.labels else ", not given in this project"
        st.header(plain(f"{label}{key}{gone}"), anchor=False)
        paragraphs(said.definition or "Nothing is said of it yet.")
        if said.examples:
            st.caption("Examples")
            paragraphs(said.examples)


def _labels(info: ProjectInfo, found: Guideline) -> list[str]:
    """Return the labels in the order of their keys, then those that only the guideline has."""
    return list(dict.fromkeys([*info.labels, *(one.label for one in found.labels)]))


def _whose(found: Guideline) -> str:
    who = found.person or "somebody"
    return f"Revision {found.revision}, by {who}, {moment_in_words(found.time)} (UTC)."


def paragraphs(text: str) -> None:
    """Show text as it was written: an empty line ends a paragraph, nothing in it is markup."""
    told = "".join(
        '<p dir="auto" style="white-space:pre-wrap;overflow-wrap:anywhere;max-width:75ch;'
        f'margin:0 0 .75rem">{html.escape(part.strip())}</p>'
        for part in text.replace("\r\n", "\n").split("\n\n")
        if part.strip()
    )
    st.html(told or "<p></p>")


def ask(info: ProjectInfo) -> None:
    """Ask for the guideline and write it, unless somebody else has written one meanwhile."""
    found = cache.workspace().guidelines.read(info.name)
    opened: tuple[object, ...] = state.recall(_SEEN, ())
    if len(opened) != 2 or opened[0] != info.name:
        opened = (info.name, found if found.revision else template(info.labels))
        state.keep(_SEEN, opened)
    base = opened[1]
    if not isinstance(base, Guideline):
        return
    if found.revision > base.revision:
        _show_newer(info, found)
    if not found.revision:
        st.caption("This is something to begin with; nothing is kept before you save it.")
    with st.form("guideline", border=False):
        text = st.text_area("For all labels", base.text, height=220, max_chars=MAX_TEXT)
        labels = tuple(_ask_label(label, base.of(label)) for label in _labels(info, base))
        saved = st.form_submit_button("Save as a new revision", type="primary")
    if saved:
        _save(info, Guideline(text, labels), base.revision)


def _ask_label(label: str, said: LabelGuide) -> LabelGuide:
    st.subheader(plain(label), anchor=False)
    definition = st.text_area(
        "What it stands for", said.definition, key=f"definition {label}", max_chars=MAX_TEXT // 2
    )
    examples = st.text_area(
        "Examples", said.examples, key=f"examples {label}", max_chars=MAX_TEXT // 2
    )
    return LabelGuide(label, definition, examples)


def _save(info: ProjectInfo, given: Guideline, seen: int) -> None:
    person = state.person()
    try:
        made = cache.workspace().guidelines.write(info.name, given, person=person, seen=seen)
    except ConflictError as error:
        st.error(plain(f"Not saved: {error}. What you wrote is still here."))
        _show_newer(info, cache.workspace().guidelines.read(info.name))
        return
    state.keep(_SEEN, (info.name, made))
    st.toast(f"Revision {made.revision} is saved.")
    st.rerun()


def _show_newer(info: ProjectInfo, found: Guideline) -> None:
    """Show what somebody else has written since, and the ways on; nothing is overwritten."""
    st.warning(plain(f"{_whose(found)} It is newer than what you began from."))
    with st.expander("As it stands now"):
        paragraphs(to_markdown(found, info.name))
    mine, theirs = st.columns(2)
    if mine.button("Mine goes on top of it: I have read it", width="stretch"):
        before: tuple[str, Guideline] = state.recall(_SEEN, (info.name, found))
        seen = Guideline(before[1].text, before[1].labels, found.revision)
        state.keep(_SEEN, (info.name, seen))
        st.rerun()
    if theirs.button("Begin again from it", width="stretch"):
        state.keep(_SEEN, (info.name, found))
        for label in _labels(info, found):
            said = found.of(label)
            state.keep(f"definition {label}", said.definition)
            state.keep(f"examples {label}", said.examples)
        st.rerun()


def show_revisions(info: ProjectInfo) -> None:
    """Show every revision, and offer the guideline as a file, in and out."""
    guidelines = cache.workspace().guidelines
    known = guidelines.revisions(info.name)
    if known:
        chosen = st.selectbox(
            "Revision",
            known,
            format_func=lambda one: f"{one[0]}, {moment_in_words(one[1])}, {one[2]}",
        )
        found = guidelines.read(info.name, chosen[0])
        with st.expander("Its text", expanded=False):
            paragraphs(to_markdown(found, info.name))
        as_text, as_json = st.columns(2)
        as_text.download_button(
            "As Markdown", to_markdown(found, info.name), "guideline.md", width="stretch"
        )
        as_json.download_button("As JSON", to_json(found), "guideline.json", width="stretch")
    given = st.file_uploader("Take one from a JSON file", type=["json"], key="guideline file")
    if given is not None and st.button("Save it as a new revision"):
        _take(info, given.getvalue(), given.name)


def _take(info: ProjectInfo, data: bytes, name: str) -> None:
    try:
        if len(data) > _MOST_BYTES:
            raise FormatError(f"it is larger than {_MOST_BYTES:,} bytes", file=name)
        made = from_json(data.decode("utf-8"), file=name)
        last = cache.workspace().guidelines.read(info.name)
        cache.workspace().guidelines.write(
            info.name, made, person=state.person(), seen=last.revision
        )
    except UnicodeDecodeError as error:
        st.error(plain(f"{name}: byte {error.start} is not UTF-8"))
    except CoreError as error:
        st.error(plain(str(error)))
    else:
        state.keep(_SEEN, ())
        st.rerun()
