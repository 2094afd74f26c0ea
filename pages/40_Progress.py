"""Progress: how far a project is, by whom, how fast, and how good it is by now."""

import streamlit as st

from core.errors import CoreError
from ui import frame
from ui.panels import inspect, progress
from ui.panels.text import plain

frame.enter()

st.title("Progress", anchor=False)
try:
    which, whose = st.columns([3, 1], vertical_alignment="bottom")
    with which:
        info = inspect.ask_project()
    if info is not None:
        with whose:
            mine = progress.ask_whose()
        progress.show_progress(info, mine=mine)
except CoreError as error:
    st.error(plain(str(error)))
