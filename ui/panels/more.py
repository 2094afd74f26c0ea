"""The More menu of the Inspect page, which makes way when something in it opens a dialog."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import state

_OPEN = "more is open"


def popover(label: str) -> DeltaGenerator:
    """Return the menu; what stands in it is drawn within it."""
    return st.popover(label, width="stretch", key=_OPEN, on_change="rerun")


def chosen(label: str, icon: str) -> bool:
    """Return whether an entry that opens a dialog was chosen just now; the menu closes then."""
    return st.button(
        label,
        icon=icon,
        width="stretch",
        on_click=state.keep,
        args=(_OPEN,),
        kwargs={"value": False},
    )
