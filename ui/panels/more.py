"""The More menu of the Inspect page, which makes way when something in it opens a dialog."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import state
from ui.panels.text import plain

_OPEN = "more is open"


def popover(label: str) -> DeltaGenerator:
    """Return the menu; what stands in it is drawn within it."""
    return st.popover(label, width="stretch", key=_OPEN, on_change="rerun")


def chosen(label: str, icon: str, *, why_not: str = "") -> bool:
    """Return whether an entry that opens a dialog was chosen just now; the menu closes then.

    Args:
        label: of the entry.
        icon: before it.
        why_not: why whoever is at the page cannot choose it, "" where they can.
    """
    return st.button(
        label,
        icon=icon,
        disabled=bool(why_not),
        help=plain(why_not) or None,
        width="stretch",
        on_click=state.keep,
        args=(_OPEN,),
        kwargs={"value": False},
    )
