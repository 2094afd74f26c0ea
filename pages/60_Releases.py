"""Releases: a project frozen under a name, with what a paper says of it."""

import streamlit as st

from core.errors import CoreError
from ui import allowed, frame
from ui.panels import inspect, releases
from ui.panels.text import plain

frame.enter()

st.title("Releases", anchor=False)
try:
    info = inspect.ask_project()
    if info is not None and allowed.is_seen(info.name, whole=True):
        releases.show_releases(info)
        releases.ask_release(info)
except CoreError as error:
    st.error(plain(str(error)))
