"""Team: who has which pairs to do, whether they see each other, how far they agree."""

import streamlit as st

from core.errors import CoreError
from ui import frame
from ui.panels import inspect, team
from ui.panels.text import plain

frame.enter()

st.title("Team", anchor=False)
try:
    which, whose = st.columns([3, 1], vertical_alignment="bottom")
    with which:
        info = inspect.ask_project()
    if info is not None:
        with whose:
            inspect.ask_person()
        team.show(info)
except CoreError as error:
    st.error(plain(str(error)))
