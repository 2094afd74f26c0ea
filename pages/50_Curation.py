"""Curation: pairs that persons finished apart and have differently, settled by a curator."""

import streamlit as st

from core.errors import CoreError
from ui import allowed, frame
from ui.panels import curation, inspect
from ui.panels.text import plain

frame.enter()

st.title("Curation", anchor=False)
try:
    which, whose = st.columns([3, 1], vertical_alignment="bottom")
    with which:
        info = inspect.ask_project()
    if info is not None:
        with whose:
            inspect.ask_person()
        if allowed.is_offered(info.name, "Team.apart"):
            curation.show(info)
except CoreError as error:
    st.error(plain(str(error)))
