"""Team: who has which pairs to do, whether they see each other, how far they agree."""

import streamlit as st

from core.errors import CoreError
from ui import frame
from ui.panels import inspect, team
from ui.panels.text import plain

frame.enter()

st.title("Team", anchor=False)
try:
    info = inspect.ask_project()
    if info is not None:
        inspect.ask_person()
        team.show(info)
except CoreError as error:
    st.error(plain(str(error)))
