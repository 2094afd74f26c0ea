"""The list of projects: size, languages, methods, progress, and where a person stopped."""

import streamlit as st

from core.pipeline.sample import SAMPLE, sample_pairs
from core.storage import ProjectInfo
from core.text import languages
from ui import cache, state
from ui.panels import jobs
from ui.panels.text import plain


def open_sample() -> None:
    """Open the bundled sample, importing and projecting it first where it is not there yet."""
    workspace = cache.workspace()
    if SAMPLE not in {info.name for info in workspace.projects()}:
        workspace.create_project(SAMPLE, sample_pairs())
    info = workspace.project(SAMPLE)
    if info.layers or jobs.prepare_and_wait(SAMPLE):
        go_to_inspect(SAMPLE)


def go_to_inspect(project: str, pair: str = "") -> None:
    """Leave for the Inspect page of a project."""
    query = {"project": project} | ({"pair": pair} if pair else {})
    if state.person() != state.ANYBODY:
        query["person"] = state.person()
    st.switch_page("pages/20_Inspect.py", query_params=query)


def show_projects() -> None:
    """Show every project, newest first; those with a running job look again by themselves."""
    infos = sorted(cache.workspace().projects(), key=lambda info: info.created, reverse=True)
    if not infos:
        st.info("No projects yet. The sample is one click away; your own text takes two.")
    for info in infos:
        with st.container(border=True):
            show_project(info)


def show_project(info: ProjectInfo) -> None:
    """Show one project with what can be done with it."""
    about, act = st.columns([5, 2], vertical_alignment="center")
    with about:
        st.markdown(f"#### {plain(info.name)}")
        st.caption(plain(" · ".join(_facts(info))))
        done = info.progress["done"]
        st.progress(done / info.pairs, text=f"{done:,} of {info.pairs:,} pairs done")
        if info.job is not None:
            jobs.show_job(info.job)
    with act:
        stopped = info.last_pair.get(state.person(), "")
        if st.button(
            "Continue" if stopped else "Open",
            key=f"open {info.name}",
            type="primary",
            width="stretch",
            help=f"You stopped at {plain(stopped)}" if stopped else None,
        ):
            go_to_inspect(info.name, stopped)
        _more(info)


def _facts(info: ProjectInfo) -> tuple[str, ...]:
    sources = dict.fromkeys(languages.name(source) for source, _, _ in info.languages)
    targets = dict.fromkeys(languages.name(target) for _, target, _ in info.languages)
    methods = dict.fromkeys(layer.name for layer in info.layers)
    stopped = info.last_pair.get(state.person(), "")
    return (
        f"{info.pairs:,} pairs",
        f"{', '.join(sources)} to {', '.join(targets)}",
        ("methods: " + ", ".join(methods)) if methods else "not projected yet",
        *((f"you stopped at {stopped}",) if stopped else ()),
    )


def _more(info: ProjectInfo) -> None:
    with st.popover("More", width="stretch"):
        if st.button("Export", key=f"export {info.name}", width="stretch"):
            st.switch_page("pages/30_Export.py", query_params={"project": info.name})
        if st.button("Project again", key=f"again {info.name}", width="stretch") and (
            jobs.prepare_and_wait(info.name)
        ):
            st.rerun()
        typed = st.text_input("Type the name to delete the project", key=f"typed {info.name}")
        if st.button(
            "Delete with all decisions",
            key=f"delete {info.name}",
            disabled=typed != info.name,
            width="stretch",
        ):
            cache.workspace().delete_project(info.name)
            st.rerun()
