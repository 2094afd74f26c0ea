"""Stale: what was decided on words that have changed since, both versions side by side."""

import streamlit as st

from core.errors import CoreError
from ui import frame
from ui.panels import inspect, stale
from ui.panels.text import plain

frame.enter()

st.title("Stale decisions", anchor=False)
try:
    info = inspect.ask_project()
    if info is not None:
        stale.show(info)
except CoreError as error:
    st.error(plain(str(error)))
