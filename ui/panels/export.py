"""The Export page: what goes out, counted before and checked after."""

import pandas as pd
import streamlit as st

from core.domain.decision import PairStatus
from core.review.confidence.shelf import header
from core.review.export import CORRECTED, FORMATS, GOLD, Export, export
from core.storage import ProjectInfo
from ui import cache, charts
from ui.panels.text import counted, plain

_ABOUT: dict[str, str] = {
    "conll": "CoNLL: target tokens and IOB2 tags",
    "jsonl": "JSONL: whole pairs",
}


def ask_export(info: ProjectInfo) -> None:
    """Ask what to export, write it, show its counts and offer it for download."""
    statuses = _ask_statuses(info)
    layers = [CORRECTED, *dict.fromkeys(layer.name for layer in info.layers), GOLD]
    layer = st.selectbox("Entities", layers, format_func=_layer_in_words)
    format = st.radio("File format", FORMATS, format_func=_ABOUT.__getitem__, horizontal=True)
    sure = format == "jsonl" and layer == CORRECTED and _ask_sure(info)
    if st.button("Write the file", type="primary", disabled=not statuses):
        with st.spinner("Writing, reading back, comparing"):
            made = export(
                cache.workspace(),
                info.name,
                statuses=statuses,
                layer=layer,
                format=format,
                confidences=sure,
            )
        show_export(info.name, made)


def _ask_statuses(info: ProjectInfo) -> list[PairStatus]:
    """Return the statuses of the pairs to export; excluded pairs are never offered."""
    counts = {
        status: info.progress[status]
        for status in PairStatus
        if info.progress[status] and status is not PairStatus.EXCLUDED
    }
    statuses = st.pills(
        "Pairs that are",
        list(counts),
        default=[PairStatus.DONE] if PairStatus.DONE in counts else [],
        selection_mode="multi",
        format_func=lambda status: f"{status} ({counts[status]:,})".replace("-", " "),
        key=f"statuses {info.name}",
    )
    if excluded := info.progress[PairStatus.EXCLUDED]:
        are = "is" if excluded == 1 else "are"
        st.caption(f"{counted(excluded, 'excluded pair')} {are} never exported.")
    if not statuses and PairStatus.DONE not in counts:
        st.caption("Nothing is done yet. Choose unreviewed pairs to export what was projected.")
    elif not statuses:
        st.caption("Choose at least one status.")
    return list(statuses)


def _ask_sure(info: ProjectInfo) -> bool:
    """Return whether each entity is to be written with how sure it is."""
    known = header(cache.workspace(), info.name) is not None
    return st.checkbox(
        "With how probably each entity is right",
        disabled=not known,
        help="As it was last learned from the decisions; what a person confirmed is 1."
        if known
        else "Work it out first: on Progress, under Confidence.",
    )


def _layer_in_words(layer: str) -> str:
    if layer == CORRECTED:
        return "Corrected: the base method with every decision"
    return "Gold, as it was imported" if layer == GOLD else f"{layer}, as the method left it"


def show_export(project: str, made: Export) -> None:
    """Show what is in a file and what is not, and offer it for download."""
    for note in made.notes if made.pairs else ():
        st.warning(plain(note))
    if made.pairs:
        st.success(
            f"{counted(made.pairs, 'pair')} with {counted(made.entities, 'entity', 'entities')}: "
            "read back and found equal.",
            icon=":material/check:",
        )
        st.download_button(
            "Download",
            made.data,
            file_name=f"{charts.file_name(project, 'export')}.{made.format}",
            mime="text/plain" if made.format == "conll" else "application/jsonl",
            type="primary",
            on_click="ignore",
            icon=":material/download:",
        )
    else:
        st.warning("No pair can be exported, so there is no file.")
    rows = [("in the file", status, count, "") for status, count in made.by_status.items() if count]
    rows += [
        ("left out", reason, left.count, ", ".join(left.first))
        for reason, left in made.left_out.items()
    ]
    st.dataframe(
        pd.DataFrame(rows, columns=["", "status or reason", "pairs", "first of them"]),
        hide_index=True,
        column_config={
            "": st.column_config.Column(width="small"),
            "pairs": st.column_config.NumberColumn(width="small", format="localized"),
        },
    )
