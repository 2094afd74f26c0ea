"""The list of projects: size, languages, methods, progress, and where a person stopped."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from core.domain.role import Role
from core.errors import CoreError
from core.pipeline.sample import SAMPLE, sample_pairs
from core.review.progress import since
from core.storage import ProjectInfo
from core.text import languages
from core.text.plural import counted
from ui import cache, door, state
from ui.panels import bundles, jobs, members, newer, paging, statusbar
from ui.panels.text import plain

_PICTURE = Path(__file__).parent.parent / "welcome.html"
_PROGRESS, _EXPORT, _AGAIN, _DELETE = "Progress", "Export", "Project again", "Delete"
_BUNDLE, _RELEASES, _MEMBERS = "Bundle", "Releases", "Members"
_NEWER, _STALE = "Newer version of the texts", "Stale decisions"
_PAGES = {
    _PROGRESS: "pages/40_Progress.py",
    _EXPORT: "pages/30_Export.py",
    _RELEASES: "pages/60_Releases.py",
    _STALE: "pages/37_Stale.py",
}
_A_PAGE = 20
"""Projects that are shown at once."""


def may_bring() -> bool:
    """Return whether whoever is at the page may make projects."""
    return door.may_make(cache.workspace())


def _more(info: ProjectInfo) -> tuple[str, ...]:
    """Return what whoever is at the page may do with a project."""
    role = cache.workspace().members.own(info.name)
    wanted = {
        _PROGRESS: Role.VIEWER,
        _EXPORT: Role.VIEWER,
        _RELEASES: Role.VIEWER,
        _BUNDLE: Role.VIEWER,
        _AGAIN: Role.CURATOR,
        _NEWER: Role.CURATOR,
        _STALE: Role.VIEWER,
        _MEMBERS: Role.ADMIN,
        _DELETE: Role.ADMIN,
    }
    if state.signed() is None:
        del wanted[_MEMBERS]  # nobody signs in
    return tuple(name for name, need in wanted.items() if role.covers(need))


def find_projects() -> tuple[ProjectInfo, ...]:
    """Return every project, newest first."""
    found = cache.workspace().projects()
    return tuple(sorted(found, key=lambda info: info.created, reverse=True))


def say_what_it_is(*, new: bool) -> None:
    """Say what the app is for; to somebody new with a picture."""
    st.markdown(
        "Carry named entities from one language to another, see why each one is there, "
        "correct it with a key or two, and export it."
    )
    if new:
        st.html(_PICTURE)


def ask_sample(*, new: bool) -> None:
    """Offer the bundled sample; to somebody new as the first thing to do."""
    st.markdown(
        "28 English sentences in seven languages, rich in hard cases: compounds, inflected and "
        "transliterated names, names that move, split or have no counterpart."
    )
    if st.button("Open the sample", type="primary" if new else "secondary"):
        open_sample()


def open_sample() -> None:
    """Open the bundled sample, importing and projecting it first where it is not there yet."""
    workspace = cache.workspace()
    if SAMPLE not in workspace.names():
        workspace.create_project(SAMPLE, sample_pairs())
    info = workspace.project(SAMPLE)
    if info.layers or jobs.prepare_and_wait(SAMPLE):
        go_to_inspect(SAMPLE)


def go_to_inspect(project: str, pair: str = "", *, order: str = "", changes: str = "") -> None:
    """Leave for the Inspect page of a project.

    Args:
        project: its name.
        pair: id of the pair to show.
        order: what the queue is put in order by, as in an address.
        changes: name of a layer, for the pairs that it would change alone.
    """
    asked = {"pair": pair, "order": order, "changes": changes}
    found = query(project) | {key: value for key, value in asked.items() if value}
    st.switch_page("pages/20_Inspect.py", query_params=found)


def query(project: str) -> dict[str, str]:
    """Return the keys of an address of the project, with the person where one gave a name."""
    person = state.person()
    return {"project": project} | ({} if person == state.ANYBODY else {"person": person})


def show_projects(infos: Sequence[ProjectInfo]) -> None:
    """Show projects as a list, many of them in pages and with a field to find one by name."""
    st.header("Projects", anchor=False)
    if not (infos or may_bring()):
        st.info("You are a member of no project yet. Ask an admin of one to add your account.")
    elif not infos:
        st.caption("What you open, paste or import is listed here, with how far you are.")
    newer.say_done()
    shown = _choose(infos)
    with st.container(gap="xsmall"):
        for info in shown:
            with st.container(border=True):
                show_project(info)


def _choose(infos: Sequence[ProjectInfo]) -> Sequence[ProjectInfo]:
    """Return the projects to show now."""
    if len(infos) <= _A_PAGE:
        return infos
    find, turn = st.columns([1, 1], vertical_alignment="bottom")
    with find:
        typed = st.text_input("Find a project", placeholder="part of its name", key="find project")
    found = [info for info in infos if typed.strip().casefold() in info.name.casefold()]
    if not found:
        st.caption("No project has this in its name.")
    with turn:
        first = paging.ask(len(found), _A_PAGE, f"projects {typed.strip()}")
    return found[first : first + _A_PAGE]


def show_project(info: ProjectInfo) -> None:
    """Show one project with what can be done with it."""
    stopped = info.last_pair.get(state.person(), "")
    about, bar, act = st.columns([4, 3, 2], vertical_alignment="center", gap="medium")
    with about, st.container(gap="xxsmall"):
        st.subheader(plain(info.name), anchor=False)
        st.caption(plain(" · ".join(_facts(info))))
    with bar:
        statusbar.show(info.progress, small=True)
    with act, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        go = st.button("Continue" if stopped else "Open", key=f"open {info.name}")
        chosen = st.menu_button("More", _more(info), key=f"more {info.name}")
    if stopped:
        st.caption(plain(_since_then(info, stopped)))
    if info.job is not None:
        jobs.show_job(info.job)
    if go:
        go_to_inspect(info.name, stopped)
    _act(info, chosen)


def _since_then(info: ProjectInfo, stopped: str) -> str:
    """Return where the person stopped, and what others did meanwhile."""
    told = f"You stopped at {stopped}."
    person = state.person()
    track = cache.workspace().team.track(info.name, person)
    then = since(cache.workspace(), info, person, track)
    happened = then.in_words() if then is not None else ""
    return f"{told} Since then: {happened}." if happened else told


def _facts(info: ProjectInfo) -> tuple[str, ...]:
    sources = dict.fromkeys(languages.name(source) for source, _, _ in info.languages)
    targets = dict.fromkeys(languages.name(target) for _, target, _ in info.languages)
    methods = dict.fromkeys(layer.name for layer in info.layers)
    return (
        counted(info.pairs, "pair"),
        f"{', '.join(sources)} to {', '.join(targets)}",
        ", ".join(methods) if methods else "not projected yet",
    )


def _act(info: ProjectInfo, chosen: str | None) -> None:
    if chosen in _PAGES:
        st.switch_page(_PAGES[chosen], query_params=query(info.name))
    elif chosen == _AGAIN:
        if jobs.prepare_and_wait(info.name):
            st.rerun()
    elif chosen == _BUNDLE:
        bundles.ask(info)
    elif chosen == _NEWER:
        newer.ask(info)
    elif chosen == _DELETE:
        _ask_to_delete(info)
    elif chosen == _MEMBERS:
        members.ask(info)


@st.dialog("Delete a project")
def _ask_to_delete(info: ProjectInfo) -> None:
    """Delete a project once its name was typed."""
    st.markdown(
        f"**{plain(info.name)}** goes with its {counted(info.pairs, 'pair')}, every method and "
        "every decision. This cannot be undone."
    )
    typed = st.text_input("Type the name to delete the project", key=f"typed {info.name}")
    if st.button("Delete with all decisions", type="primary"):
        if typed.strip() == info.name.strip():
            try:
                cache.workspace().delete_project(info.name)
            except CoreError as error:
                st.error(plain(str(error)))
                return
            st.rerun()
        st.error("This is not the name of the project.")
