"""The Releases page: a project frozen under a name, and what a paper says of it."""

import streamlit as st

from core.domain.decision import PairStatus
from core.pipeline.release import Citation, bibtex, freeze, methods, table
from core.storage import ProjectInfo
from core.storage.releases import Release
from core.text.plural import counted
from ui import allowed, cache, charts, state
from ui.panels.text import plain


def ask_release(info: ProjectInfo) -> None:
    """Ask for a name and what is in a new release, and make it; say who may where this one not."""
    if why := allowed.why_not(info.name, "Releases.write"):
        st.caption(plain(f"To make a release is not for you: {why}."))
        return
    with st.form(f"release {info.name}", border=True):
        st.subheader("New release", anchor=False)
        name = st.text_input("Name", placeholder="v1", help="It is never used for another one.")
        offered = [status for status in PairStatus if status is not PairStatus.EXCLUDED]
        statuses = st.pills(
            "Pairs that its files have",
            offered,
            default=[PairStatus.DONE],
            selection_mode="multi",
            format_func=lambda status: f"{status} ({info.progress[status]:,})".replace("-", " "),
        )
        licence = st.text_input("Licence of the data", placeholder="CC BY 4.0")
        cite = st.text_input("How it is to be cited", placeholder="Names, year, title")
        if not st.form_submit_button("Freeze the project", type="primary"):
            return
    if not statuses:
        st.warning("Choose at least one status.")
        return
    with st.spinner("Bundling, opening the copy, counting", show_time=True):
        release, equal = freeze(
            cache.workspace(),
            info.name,
            name,
            statuses=tuple(statuses),
            person="" if state.person() == state.ANYBODY else state.person(),
            citation=Citation(licence, cite),
        )
    st.success(plain(f"Release {release.name} is made."), icon=":material/check:")
    if equal:
        st.info(plain(f"Its content is that of {', '.join(equal)}."))


def show_releases(info: ProjectInfo) -> None:
    """Show the releases of a project, the newest first."""
    found = cache.workspace().releases.all(info.name)
    if not found:
        st.caption("No release yet. One holds the project as it stands now, and never changes.")
    for number, release in enumerate(reversed(found)):
        with st.expander(plain(_line(release)), expanded=not number):
            _show(info, release)


def _line(release: Release) -> str:
    conll = release.manifest["exports"]["conll"]
    pairs = counted(conll["pairs"], "pair")
    return f"{release.name} · {release.time[:16].replace('T', ' ')} UTC · {pairs}"


def _show(info: ProjectInfo, release: Release) -> None:
    manifest = release.manifest
    conll = manifest["exports"]["conll"]
    told = [
        counted(manifest["pairs"], "pair") + " in all",
        counted(conll["entities"], "entity", "entities") + " exported",
        counted(release.seq, "decision"),
        manifest["quality"]["words"],
    ]
    st.caption(plain(" · ".join(told)))
    st.caption(plain(f"Digest {release.digest} · SHA-256 of the CoNLL {conll['sha256']}"))
    if st.button("Prepare the file", key=f"file {info.name} {release.name}"):
        st.download_button(
            "Download for `rebuild`",
            cache.workspace().releases.body(info.name, release.name),
            file_name=f"{charts.file_name(info.name, release.name)}.zip",
            mime="application/zip",
            on_click="ignore",
            icon=":material/download:",
        )
    said, latex, papers, all_of_it = st.tabs(["Methods", "LaTeX table", "BibTeX", "Manifest"])
    with said:
        st.code(methods(manifest), language=None, wrap_lines=True)
    with latex:
        st.code(table(manifest), language="latex")
    with papers:
        st.code(bibtex(manifest) or "No part names a paper.", language="latex")
    with all_of_it:
        st.json(manifest, expanded=1)
