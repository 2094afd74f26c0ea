"""Guideline: what the people of a project agreed on, with a definition of every label."""

import streamlit as st

from core.errors import CoreError
from ui import frame
from ui.panels import guideline, inspect
from ui.panels.text import plain

frame.enter()

st.title("Guideline", anchor=False)
try:
    info = inspect.ask_project()
    if info is not None:
        guideline.say_done()
        read, write, files = st.tabs(["Read", "Write", "Revisions and files"])
        with read:
            guideline.show(info)
        with write:
            guideline.ask(info)
        with files:
            guideline.show_revisions(info)
except CoreError as error:
    st.error(plain(str(error)))
