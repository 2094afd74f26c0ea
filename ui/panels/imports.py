"""Ways in: one pair typed by hand, or files that are looked at before anything is stored."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.errors import CoreError
from core.formats.consent import Mend, Wish
from core.formats.schemes import Repair
from core.formats.sniff import File, Inspection
from core.pipeline import intake
from core.pipeline.background import apart
from core.text import languages
from ui import cache
from ui.panels import jobs
from ui.panels.projects import go_to_inspect
from ui.panels.text import plain

_ICONS = {"error": ":red[error]", "warning": ":orange[warning]", "note": ":blue[note]"}
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
    if st.button("Show it", type="primary", disabled=not (source.strip() and target.strip())):
        name = _free_name("Pair: " + " ".join(source.split())[:60])
        with st.spinner("Reading"):
            url = cache.workspace().url
            apart(intake.store_typed, source, target, src_lang, tgt_lang, name=name, url=url)
        if jobs.prepare_and_wait(name):
            go_to_inspect(name)


def ask_files() -> None:
    """Ask for files, show what is in them and every problem, and import on consent."""
    st.write(
        "A pairs file (JSONL), a table of source TAB target, or two files: the source as CoNLL or "
        "plain text and the target as CoNLL or plain text, one sentence for one sentence."
    )
    uploads = st.file_uploader("Files", accept_multiple_files=True, key="files")
    src_lang, tgt_lang = _ask_languages("files")
    if not uploads:
        return
    files = _in_order([(upload.name, upload.getvalue()) for upload in uploads])
    wish = _ask_consent()
    with st.spinner("Looking at the files"):
        found = apart(intake.look, files, src_lang, tgt_lang, wish)
    _show(found)
    name = st.text_input("Project name", value=files[0][0].rsplit(".", 1)[0], key="files name")
    if st.button("Import", type="primary", disabled=not (found.usable and name.strip())):
        _store(files, src_lang, tgt_lang, wish, name)


def _store(files: Sequence[File], src_lang: str, tgt_lang: str, wish: Wish, name: str) -> None:
    try:
        with st.spinner("Storing"):
            url = cache.workspace().url
            apart(intake.store, files, src_lang, tgt_lang, wish, name=name, url=url)
    except CoreError as error:
        st.error(plain(str(error)))
        return
    if jobs.prepare_and_wait(name):
        go_to_inspect(name)


def _in_order(files: list[File]) -> list[File]:
    """Return the files, the source first where there are two."""
    if len(files) != 2:
        return files
    numbers = {f"{k + 1}. {name}": k for k, (name, _) in enumerate(files)}
    first = numbers[st.selectbox("Which one is the source?", list(numbers), key="files source")]
    return [files[first], files[1 - first]]


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


def _ask_consent() -> Wish:
    with st.expander("What to do with mistakes in the files"):
        convert = st.checkbox("Convert tags of another scheme (IOB1, IOE, BIOES, BILOU) to IOB2")
        repair = st.radio("A tag that continues no entity", list(_REPAIRS), horizontal=True)
        partial = st.checkbox("Leave out what has errors and import the rest")
    return Wish("auto" if convert else "", _REPAIRS[repair], partial)


def _show(found: Inspection) -> None:
    if found.count:
        st.write(plain(_in_words(found)))
        st.dataframe(
            pd.DataFrame(
                {
                    "id": pair.id,
                    "source": " ".join(pair.source.tokens),
                    "target": " ".join(pair.target.tokens),
                    "source entities": len(pair.source.entities or ()),
                }
                for pair in found.preview
            ),
            hide_index=True,
            height=220,
        )
    for tags in (tag for info in found.files for tag in info.tags):
        st.caption(plain(f"{tags.file}: tags follow {tags.scheme.upper()}, read as {tags.used}"))
        _show_mends(tags.mends)
    _show_problems(found)


def _in_words(found: Inspection) -> str:
    langs = ", ".join(
        f"{languages.name(source)} to {languages.name(target)}: {count:,}"
        for source, target, count in found.languages
    )
    labels = ", ".join(f"{label} {count:,}" for label, count in found.labels)
    pairs = "1 pair" if found.count == 1 else f"{found.count:,} pairs"
    return f"{pairs}. {langs}. Entities: {labels or 'none'}."


def _show_mends(mends: Sequence[Mend]) -> None:
    """Show the tags that break their scheme, with both repairs beside them."""
    if mends:
        st.dataframe(
            pd.DataFrame(
                {
                    "line": mend.line,
                    "tokens": " ".join(mend.tokens),
                    "tags as they are": " ".join(mend.tags),
                    "if it starts an entity": " ".join(mend.begin),
                    "if it is dropped": " ".join(mend.drop),
                }
                for mend in mends
            ),
            hide_index=True,
        )


def _show_problems(found: Inspection) -> None:
    if not found.problems:
        st.success("Nothing wrong with it.")
        return
    if found.errors:
        count = "1 error" if found.errors == 1 else f"{found.errors:,} errors"
        st.error(f"{count} to put right; nothing has been stored.")
    with st.container(height=240 if len(found.problems) > 4 else "content", border=True):
        st.markdown("\n".join(f"- {_ICONS[p.severity]} {plain(str(p))}" for p in found.problems))
        if found.more:
            st.caption(f"and {found.more:,} more")


def _free_name(wanted: str) -> str:
    taken = {info.name for info in cache.workspace().projects()}
    names = (wanted if n == 1 else f"{wanted} ({n})" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
