"""Bundles: a project taken along as a file, opened elsewhere, brought back with a preview."""

import io
from pathlib import PurePath

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.domain.decision import PairStatus
from core.domain.role import Role
from core.errors import CoreError
from core.formats.limits import check_sizes
from core.pipeline.bundle import (
    SUFFIX,
    Bundle,
    Part,
    Told,
    merge,
    open_bundle,
    read_bundle,
    write_bundle,
)
from core.storage import ProjectInfo
from core.storage.merged import Merged
from core.text.plural import counted
from ui import cache, charts, state
from ui.panels.text import plain

_ALL, _MINE, _SOME = "All pairs", "Pairs assigned to", "Pairs that are"


def ask_to_open() -> None:
    """Ask for a bundle and open it as a project of its own."""
    st.markdown(
        f"A **bundle** (`*{SUFFIX}`) is a project taken along from another machine. Open it here, "
        "decide without a network, and bring the bundle of this copy back there."
    )
    found = st.file_uploader("Bundle", type="zip", key="bundle to open")
    if found is None:
        return
    bundle = _read(found)
    st.caption(plain(" · ".join(_facts(bundle))))
    name = st.text_input("Name of the project", value=_free_name(bundle.name), key="bundle name")
    if st.button("Open the bundle", type="primary"):
        with st.spinner("Opening, checking every line"):
            info = open_bundle(cache.workspace(), bundle, name)
        st.toast(plain(f"Opened {info.name}: {counted(info.pairs, 'pair')}"))
        st.rerun()


def _facts(bundle: Bundle) -> tuple[str, ...]:
    head = bundle.head
    part = f"{head['pairs']:,} of {head['of']:,} pairs" if bundle.part else ""
    return (
        f"Project {bundle.name}",
        part or counted(head["pairs"], "pair"),
        counted(bundle.count("decisions.jsonl"), "decision"),
        ", ".join(layer.name for layer in bundle.layers.values()) or "not projected yet",
    )


def _free_name(name: str) -> str:
    """Return a name that no project has yet."""
    taken = set(cache.workspace().names())
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


@st.dialog("Bundle", width="large")
def ask(info: ProjectInfo) -> None:
    """Offer a project as a bundle, and take one back."""
    for tab, show_it in zip(
        st.tabs(["Take along", "Bring back"]), (_ask_to_take, _ask_to_bring), strict=True
    ):
        with tab:
            try:
                show_it(info)
            except CoreError as error:
                st.error(plain(str(error)))


def _ask_to_take(info: ProjectInfo) -> None:
    st.markdown(
        "One file with pairs, links, methods and every decision, to be opened in SilverLens on "
        "another machine. This project stays as it is, and others can go on deciding here."
    )
    ws = cache.workspace()
    apart = ws.team.is_blind(info.name) and not ws.members.may(info.name, Role.CURATOR)
    if apart:
        st.caption(
            "Annotators of this project do not see each other's decisions: what is assigned to "
            "you goes along, with your own decisions."
        )
    offered = (_MINE,) if apart else (_ALL, _MINE, _SOME)
    what = st.radio("Which pairs", offered, horizontal=True, key="bundle part")
    part = Part()
    if what == _MINE:
        name = st.text_input("Person", value=_person(), key="bundle person", disabled=apart)
        part = Part(assigned=name)
    elif what == _SOME:
        listed = [status for status in PairStatus if info.progress[status]]
        chosen = st.pills("Status", listed, selection_mode="multi", key="bundle statuses")
        part = Part(statuses=tuple(chosen))
    if st.button("Make the bundle", type="primary", disabled=what != _ALL and part == Part()):
        out = io.BytesIO()
        with st.spinner("Writing the bundle"):
            write_bundle(ws, info.name, out, part)
        st.download_button(
            f"Download ({len(out.getvalue()) / 2**20:.1f} MiB)",
            out.getvalue(),
            file_name=f"{charts.file_name(info.name, 'bundle')}{SUFFIX}",
            mime="application/zip",
            on_click="ignore",
            icon=":material/download:",
        )


def _ask_to_bring(info: ProjectInfo) -> None:
    if not cache.workspace().members.may(info.name, Role.ANNOTATOR):
        st.info("Viewers decide nothing, so they bring nothing back; an admin gives roles.")
        return
    st.markdown(
        "The bundle of a copy of this project. What is known already is not added again; a pair "
        "that was decided on here meanwhile is left as it is and waits on **Curation**."
    )
    found = st.file_uploader("Bundle of the copy", type="zip", key="bundle to merge")
    if found is None:
        return
    bundle = _read(found)
    with st.spinner("Comparing"):
        told = merge(cache.workspace(), info.name, bundle, dry_run=True)
    show(told)
    if told.merged.nothing:
        st.caption("There is nothing to add.")
    elif st.button(f"Merge {_brings(told.merged)}", type="primary"):
        with st.spinner("Merging"):
            told = merge(cache.workspace(), info.name, bundle, person=_person())
        pairs = counted(told.merged.pairs, "pair")
        on = f" on {pairs}" if told.merged.new else ""
        st.success(f"Merged: {_brings(told.merged)}{on}.", icon=":material/check:")


def _brings(merged: Merged) -> str:
    found = []
    if merged.new:
        found.append(counted(merged.new, "decision"))
    if merged.added:
        found.append(counted(len(merged.added), "new pair"))
    if changed := len(merged.edited) + len(merged.differing):
        found.append(counted(changed, "changed pair"))
    return " and ".join(found)


def show(told: Told) -> None:
    """Show what a bundle brings: what is new, what is known, where both sides went on."""
    merged = told.merged
    new, known, apart = st.columns(3)
    new.metric("Decisions that are new", f"{merged.new:,}", border=True)
    known.metric("Known already", f"{merged.known:,}", border=True)
    apart.metric("Pairs in conflict", f"{len(merged.apart):,}", border=True)
    if merged.people:
        by = ", ".join(f"{name} {number:,}" for name, number in merged.people.items())
        st.caption(plain(f"New decisions: {by}."))
    if merged.apart:
        rows = [(a.pair, ", ".join(a.people), a.there, a.here, a.track) for a in merged.apart]
        names = ["pair", "decided offline by", "offline", "here since", "goes on track"]
        st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True)
    for note in told.notes:
        st.caption(plain(f"{note[:1].upper()}{note[1:]}."))


def _read(found: UploadedFile) -> Bundle:
    check_sizes([(found.name, found.size)])
    found.seek(0)
    return read_bundle(found, file=PurePath(found.name).name)


def _person() -> str:
    name = state.person()
    return "" if name == state.ANYBODY else name
