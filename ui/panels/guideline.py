"""The Guideline page: read, written with every revision kept, taken along as a file."""

import html
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a person began from, the project that it is of, and the number of that beginning."""

    project: str
    created: str
    base: Guideline
    edition: int


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
    opened = _opened(info, found)
    base, edition = opened.base, opened.edition
    made_anew = opened.created != info.created
    if made_anew or found.revision > base.revision:
        _show_newer(info, found, made_anew=made_anew)
    elif not found.revision:
        st.caption("This is something to begin with; nothing is kept before you save it.")
    with st.form(f"guideline form {edition}", border=False):
        text = st.text_area(
            "For all labels", base.text, height=220, max_chars=MAX_TEXT, key=f"guideline {edition}"
        )
        labels = tuple(_ask_label(label, base.of(label), edition) for label in _labels(info, base))
        saved = st.form_submit_button("Save as a new revision", type="primary")
    if saved and made_anew:
        st.error("Not saved: the project was made anew meanwhile. What you wrote is still here.")
    elif saved:
        _save(info, Guideline(text, labels), base.revision)


def _opened(info: ProjectInfo, found: Guideline) -> _Opened:
    """Return what the person began from.

    That can be of a project of the same name that is no more, where something was written of it.
    """
    opened: _Opened | None = state.held(_SEEN)
    if opened is None or opened.project != info.name:
        return _begin(info, found)
    same = opened.created == info.created or _is_written(info, opened)
    return opened if same else _begin(info, found)


def _is_written(info: ProjectInfo, opened: _Opened) -> bool:
    """Return whether the fields hold anything else than what they began from."""
    base, edition = opened.base, opened.edition
    begun = {f"guideline {edition}": base.text}
    for label in _labels(info, base):
        said = base.of(label)
        begun |= {
            f"definition {edition} {label}": said.definition,
            f"examples {edition} {label}": said.examples,
        }
    return any(state.held(key) not in (None, text) for key, text in begun.items())


def _begin(info: ProjectInfo, found: Guideline) -> _Opened:
    """Have the fields begin from a guideline; what another one left in them is gone."""
    before: _Opened | None = state.held(_SEEN)
    base = found if found.revision else template(info.labels)
    edition = 1 if before is None else before.edition + 1
    opened = _Opened(info.name, info.created, base, edition)
    state.keep(_SEEN, opened)
    return opened


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


def _show_newer(info: ProjectInfo, found: Guideline, *, made_anew: bool) -> None:
    """Show what there is instead of what the person began from, and the ways on."""
    if made_anew:
        st.warning("The project was deleted and made anew since you began to write.")
    else:
        st.warning(plain(f"{_whose(found)} It is newer than what you began from."))
    if found.revision:
        with st.expander("As it stands now"):
            _show_body(info, found)
    mine, theirs = st.columns(2)
    mine_on_top = "Mine goes on top of it: I have read it" if found.revision else "Go on with mine"
    if mine.button(mine_on_top, width="stretch"):
        before = _opened(info, found)
        base = replace(before.base, revision=found.revision)
        state.keep(_SEEN, replace(before, created=info.created, base=base))
        st.rerun()
    again = "Begin again from it" if found.revision else "Begin again"
    if theirs.button(again, width="stretch"):
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
