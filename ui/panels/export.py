"""The Export page: what goes out, counted before and checked after."""

from typing import Any

import streamlit as st

from core.domain.decision import PairStatus
from core.formats.offsets import UNITS
from core.review.confidence.shelf import header
from core.review.export import CORRECTED, FORMATS, GOLD, PROVENANCES, export
from core.review.export_forms import FORMS
from core.review.export_original import ORIGINAL, export_original
from core.review.export_splits import export_splits
from core.storage import ProjectInfo
from core.text.plural import counted
from ui import allowed, cache
from ui.panels.export_shown import show_export, show_splits
from ui.panels.text import plain

_SPLITS = (("train", 80), ("dev", 10), ("test", 10))
_PROVENANCE = {"": "None", "jsonl": "As JSONL", "csv": "As CSV"}
_SIDES = {"source": "source", "target": "target"}


def ask_export(info: ProjectInfo) -> None:
    """Ask what to export, write it, show its counts and offer it for download."""
    if why := allowed.why_not_seen(info.name):
        st.info(plain(f"Nothing is exported here: {why}. Take your own pairs along as a bundle."))
        return
    statuses = _ask_statuses(info)
    layers = [CORRECTED, *dict.fromkeys(layer.name for layer in info.layers), GOLD]
    left, right = st.columns(2)
    layer = left.selectbox("Entities", layers, format_func=_layer_in_words)
    originals = cache.workspace().originals.names(info.name)
    formats = [*FORMATS, *([ORIGINAL] if originals else [])]
    format = right.selectbox("File format", formats, format_func=_format_in_words)
    if format == ORIGINAL:
        _like_original(info, statuses, layer, originals)
        return
    asked = _ask_options(info, format, layer)
    shares, seed = _ask_splits()
    if not st.button("Write the file", type="primary", disabled=not statuses):
        return
    with st.spinner("Writing, reading back, comparing"):
        wanted: dict[str, Any] = {"statuses": statuses, "layer": layer, "format": format, **asked}
        if shares:
            splits = export_splits(cache.workspace(), info.name, shares, seed=seed, **wanted)
            show_splits(info.name, splits)
        else:
            show_export(info.name, export(cache.workspace(), info.name, **wanted))


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


def _ask_options(info: ProjectInfo, format: str, layer: str) -> dict[str, Any]:
    """Return what there is to choose for a format."""
    asked: dict[str, Any] = {}
    if format == "doccano":
        asked["unit"] = st.radio(
            "Offsets count",
            sorted(UNITS, key="utf-16".__ne__),
            format_func=lambda unit: unit.replace("-", " ").replace("utf 16", "UTF-16 units"),
            horizontal=True,
            help="doccano counts UTF-16 units, in a project that says so graphemes.",
        )
    if format == "jsonl" and layer == CORRECTED:
        asked["confidences"] = _ask_sure(info)
    if not FORMS[format].only_links:
        asked["provenance"] = st.radio(
            "Where each entity comes from, in a file beside it",
            ["", *PROVENANCES],
            format_func=_PROVENANCE.__getitem__,
            horizontal=True,
            help="One line an entity: method, score, what was decided, by whom and when.",
        )
    return asked


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


def _ask_splits() -> tuple[dict[str, float], int]:
    """Return the share of each split and the seed; no shares where one file is wanted."""
    if not st.checkbox(
        "In splits",
        help="Pairs of one document or group, or with an equal source or target sentence, never "
        "come into two splits.",
    ):
        return {}, 0
    columns = st.columns(len(_SPLITS) + 1)
    shares = {
        name: column.number_input(f"{name}, %", 0, 100, usual, key=f"share {name}") / 100
        for column, (name, usual) in zip(columns, _SPLITS, strict=False)
    }
    seed = columns[-1].number_input("Seed", 0, value=0)
    return {name: share for name, share in shares.items() if share}, int(seed)


def _like_original(
    info: ProjectInfo,
    statuses: list[PairStatus],
    layer: str,
    originals: tuple[tuple[str, str], ...],
) -> None:
    """Ask which file, and write it with nothing but corrected tags changed."""
    side, name = st.selectbox(
        "File that came in",
        sorted(originals, key=lambda one: one[0] != "target"),
        format_func=lambda one: f"{one[1]} ({_SIDES.get(one[0], one[0])})",
    )
    st.caption(
        "Every byte stays but for the tags of entities that differ. Sentences whose status was "
        "not chosen keep the tags that they came with."
    )
    if st.button("Write the file", type="primary", disabled=not statuses):
        with st.spinner("Writing, reading back, comparing"):
            made = export_original(
                cache.workspace(), info.name, side=side, name=name, statuses=statuses, layer=layer
            )
        show_export(info.name, made, name=name)


def _format_in_words(format: str) -> str:
    if format == ORIGINAL:
        return "Like the file that came in: CoNLL, corrected tags alone changed"
    return FORMS[format].about


def _layer_in_words(layer: str) -> str:
    if layer == CORRECTED:
        return "Corrected: the base method with every decision"
    return "Gold, as it was imported" if layer == GOLD else f"{layer}, as the method left it"
