"""The Inspect page: which pairs to see, by whom, and how."""

import streamlit as st

from core.storage import ProjectInfo
from ui import allowed, cache, state
from ui.panels.text import plain, say_in_passing

_LAST = "last project"
"""What the page before was about: the links between pages say nothing of it."""


def ask_project() -> ProjectInfo | None:
    """Return the project that the page is about: that of the address, or of the page before.

    None where there is none yet.
    """
    workspace = cache.workspace()
    names = workspace.names()
    if not names:
        st.info("No projects yet. Open the sample or bring your own text on the Projects page.")
        st.page_link("pages/10_Projects.py", label="Projects", icon=":material/arrow_back:")
        return None
    wanted = state.get("project")
    if wanted and wanted not in names:
        say_in_passing((f"There is no project {wanted!r}.",))
    before = wanted or state.recall(_LAST, "")
    chosen = st.selectbox(
        "Project",
        names,
        index=names.index(before) if before in names else 0,
        key=f"project of {len(names)}",
    )
    if chosen != wanted:
        state.put(project=chosen, pair="")
    state.keep(_LAST, chosen)
    return workspace.project(chosen)


def ask_pair() -> None:
    """Offer to go to a pair by its id."""

    def go() -> None:
        wanted = state.recall("pair typed", "").strip()
        if wanted:
            state.put(pair=wanted)
            state.keep("pair typed", "")

    st.text_input("Go to pair", key="pair typed", placeholder="id", max_chars=1000, on_change=go)


def say_what_may(info: ProjectInfo) -> None:
    """Say to who may not decide that they look on, and what they would need."""
    if why := allowed.why_not(info.name, "Workspace.append_decisions"):
        st.badge(
            plain(f"You look on and cannot decide: {why}"),
            icon=":material/visibility:",
            color="gray",
        )


def is_blind(info: ProjectInfo) -> bool:
    """Return whether everybody in a project decides unseen by the others; say so where they do."""
    blind = cache.workspace().team.is_blind(info.name)
    if blind and not allowed.why_not(info.name, "Workspace.append_decisions"):
        st.badge(
            f"Blind: you decide as {plain(state.person())}, unseen by the others",
            icon=":material/visibility_off:",
            color="gray",
        )
    return blind


def ask_rows(info: ProjectInfo) -> tuple[str, ...]:
    """Return the names of the methods to show as rows; none chosen means all."""
    names = list(dict.fromkeys(layer.name for layer in info.layers))
    return tuple(
        st.multiselect(
            "Methods shown", names, key=state.ROWS, bind="query-params", placeholder="All methods"
        )
    )


def ask_person() -> str:
    """Return who decides; who is signed in decides under their own name."""
    about = "Every decision is signed with this name. Undo takes back your own decisions only."
    if (name := state.signed()) is not None:
        st.text_input("You are", value=name, disabled=True, help=about)
        return name
    given = st.text_input(
        "You are",
        value=state.person(),
        max_chars=80,
        key="person typed",
        help=about,
    )
    name = " ".join(given.split()) or state.ANYBODY
    state.keep("person", name)
    state.put(person="" if name == state.ANYBODY else name)
    return name


def ask_label(info: ProjectInfo) -> None:
    """Offer to add a label to those that can be given in the project."""
    why = allowed.why_not(info.name, "Workspace.add_labels")
    typed = st.text_input(
        "Another label",
        key=f"label for {info.name}",
        max_chars=40,
        placeholder="EVENT",
        disabled=bool(why),
        help=plain(why) or None,
    )
    if st.button("Add the label", disabled=bool(why)) and typed.strip():
        cache.workspace().add_labels(info.name, [typed.strip().replace(" ", "_")])
        st.rerun()
