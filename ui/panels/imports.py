"""Ways in: one pair typed by hand, or files that are looked at before anything is stored."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.errors import CoreError
from core.formats import limits
from core.formats.consent import Wish
from core.formats.schemes import Repair
from core.formats.sniff import File, Inspection
from core.pipeline import intake
from core.pipeline.apart import apart
from core.pipeline.project_links import offers
from core.text import languages
from ui import cache, state
from ui.panels import jobs, preview
from ui.panels.projects import go_to_inspect
from ui.panels.text import plain

_REPAIRS: dict[str, Repair | None] = {
    "is an error": None,
    "starts an entity": "begin",
    "is dropped": "drop",
}


def ask_one_pair() -> None:
    """Ask for one pair and go to it; it becomes a project of its own."""
    src_lang, tgt_lang = _ask_languages("pair")
    source = st.text_area(
        "Source",
        placeholder="[PER Amina Yusuf] joined the [ORG University of Nairobi] in 1998.",
        help="Mark entities as [LABEL words], or select them on the next page.",
        key="pair source",
    )
    target = st.text_area(
        "Target",
        placeholder="Amina Yusuf kam 1998 an die Universität Nairobi.",
        key="pair target",
    )
    model_of = _ask_model(src_lang, tgt_lang)
    if st.button("Show it", type="primary"):
        if not (source.strip() and target.strip()):
            st.warning("Type both sentences first.")
            return
        name = _free_name("Pair: " + " ".join(source.split())[:60])
        with st.spinner("Reading"):
            ws = cache.workspace()
            typed = (source, target, src_lang, tgt_lang)
            named = {"name": name, "model_of": model_of}
            apart(intake.store_typed, *typed, **named, url=ws.url, actor=ws.actor)
        if jobs.prepare_and_wait(name, model_of=model_of):
            go_to_inspect(name)


def _ask_model(src_lang: str, tgt_lang: str) -> str:
    """Return the project by what was learned of which to align, "" for the lexicon alone."""
    found = offers(cache.workspace(), (src_lang, tgt_lang))
    if not found:
        return ""
    return st.selectbox(
        "Align with",
        ["", *found],
        format_func=lambda name: name or "Shipped lexicon",
        help="What was learned from the sentences of a project with the same languages, or only "
        "the word list that comes with the program, where there is one.",
        key=f"pair model {src_lang} {tgt_lang}",
    )


def ask_files() -> None:
    """Ask for files, show what is in them and every problem, and import on consent."""
    st.markdown(
        "**One file**: pairs (JSONL), or a table of source TAB target (TSV). "
        "**Two files**: the source and the target, each as CoNLL or plain text, "
        "one sentence for one sentence."
    )
    uploads = st.file_uploader("Files", accept_multiple_files=True, key="files")
    langs = _ask_languages("files")
    if not uploads:
        return
    uploads = _in_order(uploads)
    wish = _wish()
    found = _look(uploads, langs, wish)
    preview.show_problems(found, partial=wish.partial)
    if wish != Wish() or any(problem.severity != "note" for problem in found.problems):
        preview.show_repairs(found)
        _ask_consent()
    preview.show_pairs(found)
    name = _ask_name(uploads[0])
    if st.button("Import", type="primary", disabled=not (found.usable and name)):
        _store(uploads, langs, wish, name)


def _look(uploads: Sequence[UploadedFile], langs: tuple[str, str], wish: Wish) -> Inspection:
    """Return what is in the files; they are read once for each set of answers."""
    asked = tuple(upload.file_id for upload in uploads), langs, wish
    return state.once(
        "files looked at",
        asked,
        "Looking at the files",
        lambda: apart(intake.look, _opened(uploads), *langs, wish),
    )


def _store(uploads: Sequence[UploadedFile], langs: tuple[str, str], wish: Wish, name: str) -> None:
    try:
        with st.spinner("Storing"):
            ws = cache.workspace()
            given = (_opened(uploads), *langs, wish)
            stored = apart(intake.store, *given, name=name, url=ws.url, actor=ws.actor)
        if stored.note:
            st.warning(plain(stored.note))
    except CoreError as error:
        st.error(plain(str(error)))
        return
    if jobs.prepare_and_wait(name):
        go_to_inspect(name)


def _opened(uploads: Sequence[UploadedFile]) -> list[File]:
    limits.check_sizes((upload.name, upload.size) for upload in uploads)
    return [(upload.name, upload.getvalue()) for upload in uploads]


def _in_order(uploads: list[UploadedFile]) -> list[UploadedFile]:
    """Return the files, the source first where there are two."""
    if len(uploads) != 2:
        return uploads
    numbers = {f"{k + 1}. {upload.name}": k for k, upload in enumerate(uploads)}
    first = numbers[st.selectbox("Which one is the source?", list(numbers), key="files source")]
    return [uploads[first], uploads[1 - first]]


def _ask_name(upload: UploadedFile) -> str:
    """Return the name for the project, "" where it cannot be had."""
    usual = _free_name(upload.name.rsplit(".", 1)[0])
    typed = st.text_input("Project name", value=usual, key=f"name for {upload.file_id}")
    name = typed.strip()
    if name and _free_name(name) != name:
        st.warning("There is a project of this name. Choose another name.")
        return ""
    return name


def _ask_languages(key: str) -> tuple[str, str]:
    codes = languages.codes()
    boxes = []
    for column, side, usual in zip(
        st.columns(2), ("Source language", "Target language"), ("en", "de"), strict=True
    ):
        boxes.append(
            column.selectbox(
                side,
                codes,
                index=codes.index(usual),
                format_func=lambda code: f"{languages.name(code)} ({code})",
                key=f"{key} {side}",
            )
        )
    return boxes[0], boxes[1]


def _wish() -> Wish:
    """Return what was agreed to below, where it was asked."""
    convert = state.recall("files convert", default=False)
    repair = _REPAIRS.get(state.recall("files repair", ""))
    return Wish("auto" if convert else "", repair, state.recall("files partial", default=False))


def _ask_consent() -> None:
    with st.container(border=True):
        st.markdown("**What to do with mistakes in the files**")
        st.checkbox(
            "Convert tags of another scheme (IOB1, IOE, BIOES, BILOU) to IOB2", key="files convert"
        )
        st.radio(
            "A tag that continues no entity", list(_REPAIRS), horizontal=True, key="files repair"
        )
        st.checkbox("Leave out what has errors and import the rest", key="files partial")


def _free_name(wanted: str) -> str:
    taken = cache.workspace().names()
    names = (wanted if n == 1 else f"{wanted} ({n})" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
