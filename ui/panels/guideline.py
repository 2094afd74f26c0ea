"""The Guideline page: read, written with every revision kept, taken along as a file."""

import html

import streamlit as st

from core.errors import ConflictError, CoreError
from core.review.guide import template, to_json
from core.review.guide_files import MOST_BYTES, read_file, to_markdown
from core.storage import ProjectInfo
from core.storage.guidelines import MAX_TEXT, Guideline, LabelGuide
from ui import allowed, cache, state
from ui.panels.history import moment_in_words
from ui.panels.text import plain

_SEEN, _SAID = "guideline seen", "guideline said"
_KEYS = 9
"""Labels that a digit gives on Inspect."""


def show(info: ProjectInfo) -> None:
    """Show the guideline as it stands, label by label as the bench has them."""
    found = cache.workspace().guidelines.read(info.name)
    if not found.revision:
        st.info("Nothing is written yet. Under Write there is something to begin with.")
        return
    st.caption(plain(_whose(found)))
    _show_body(info, found)


def _show_body(info: ProjectInfo, found: Guideline) -> None:
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
    if not allowed.is_offered(info.name, "Guidelines.write"):
        return
    found = cache.workspace().guidelines.read(info.name)
    base, edition = _opened(info, found)
    if found.revision > base.revision:
        _show_newer(info, found)
    if not found.revision:
        st.caption("This is something to begin with; nothing is kept before you save it.")
    with st.form("guideline", border=False):
        text = st.text_area(
            "For all labels", base.text, height=220, max_chars=MAX_TEXT, key=f"guideline {edition}"
        )
        labels = tuple(_ask_label(label, base.of(label), edition) for label in _labels(info, base))
        saved = st.form_submit_button("Save as a new revision", type="primary")
    if saved:
        _save(info, Guideline(text, labels), base.revision)


def _opened(info: ProjectInfo, found: Guideline) -> tuple[Guideline, int]:
    """Return what the person began from, and the number of that beginning."""
    opened: tuple[str, Guideline, int] | tuple[()] = state.recall(_SEEN, ())
    if opened and opened[0] == info.name:
        return opened[1], opened[2]
    return _begin(info, found if found.revision else template(info.labels))


def _begin(info: ProjectInfo, base: Guideline) -> tuple[Guideline, int]:
    """Have the fields begin from a guideline; what another one left in them is gone."""
    before: tuple[str, Guideline, int] | tuple[()] = state.recall(_SEEN, ())
    edition = before[2] + 1 if before else 1
    state.keep(_SEEN, (info.name, base, edition))
    return base, edition


def _ask_label(label: str, said: LabelGuide, edition: int) -> LabelGuide:
    st.subheader(plain(label), anchor=False)
    most = MAX_TEXT // 2
    definition = st.text_area(
        "What it stands for", said.definition, key=f"definition {edition} {label}", max_chars=most
    )
    examples = st.text_area(
        "Examples", said.examples, key=f"examples {edition} {label}", max_chars=most
    )
    return LabelGuide(label, definition, examples)


def _save(info: ProjectInfo, given: Guideline, seen: int) -> None:
    person = state.person()
    try:
        made = cache.workspace().guidelines.write(info.name, given, person=person, seen=seen)
    except ConflictError as error:
        st.error(plain(f"Not saved: {error}. What you wrote is still here."))
        return
    _begin(info, made)
    state.keep(_SAID, f"Revision {made.revision} is saved.")
    st.rerun()


def _show_newer(info: ProjectInfo, found: Guideline) -> None:
    """Show what somebody else has written since, and the ways on; nothing is overwritten."""
    st.warning(plain(f"{_whose(found)} It is newer than what you began from."))
    with st.expander("As it stands now"):
        _show_body(info, found)
    mine, theirs = st.columns(2)
    if mine.button("Mine goes on top of it: I have read it", width="stretch"):
        before, edition = _opened(info, found)
        seen = Guideline(before.text, before.labels, found.revision)
        state.keep(_SEEN, (info.name, seen, edition))
        st.rerun()
    if theirs.button("Begin again from it", width="stretch"):
        _begin(info, found)
        st.rerun()


def say_done() -> None:
    """Say once what was saved."""
    if done := state.recall(_SAID, ""):
        state.keep(_SAID, "")
        st.toast(plain(done))


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
            _show_body(info, found)
        as_text, as_json = st.columns(2)
        as_text.download_button(
            "As Markdown", to_markdown(found, info.name), "guideline.md", width="stretch"
        )
        as_json.download_button("As JSON", to_json(found), "guideline.json", width="stretch")
    if not allowed.is_offered(info.name, "Guidelines.write"):
        return
    given = st.file_uploader(
        "Take one from a file: JSON, Markdown or text",
        type=["json", "md", "txt"],
        max_upload_size=1,
        key=f"guideline file of {info.name} after {len(known)}",
        help=f"At most {MOST_BYTES:,} bytes of UTF-8. A heading `## LABEL` begins what is said of "
        "a label, `### Examples` its examples; everything is kept as text.",
    )
    if given is not None:
        _ask_to_take(info, given.getvalue(), given.name)


def _ask_to_take(info: ProjectInfo, data: bytes, name: str) -> None:
    """Show what a file holds, and save it when told to."""
    try:
        made = read_file(data, name, info.labels)
    except CoreError as error:
        st.error(plain(str(error)))
        return
    with st.container(border=True, height=320):
        _show_body(info, made)
    if st.button("Save it as a new revision", type="primary"):
        last = cache.workspace().guidelines.read(info.name)
        _save(info, made, last.revision)
