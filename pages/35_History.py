"""History: what changed, by whom, when, and from which method."""

import streamlit as st

from core.errors import CoreError
from ui import frame
from ui.panels import history, inspect
from ui.panels.text import plain

frame.enter(wide=True)

st.title("History", anchor=False)
try:
    info = inspect.ask_project()
    if info is not None:
        history.show_undo(info)
        decisions, events = st.tabs(["Decisions", "Everything else"])
        with decisions:
            wanted = history.ask(info)
            history.show_lines(info, wanted)
        with events:
            history.show_events(info)
except CoreError as error:
    st.error(plain(str(error)))
