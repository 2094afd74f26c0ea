"""Learn: what decisions taught, how good it is, what it would change; kept, dropped, undone."""

import streamlit as st

from core.errors import CoreError
from ui import allowed, frame
from ui.panels import inspect, learn
from ui.panels.text import plain

frame.enter()

st.title("Learn", anchor=False)
try:
    info = inspect.ask_project()
    if info is not None and not info.base:
        st.info("Nothing is projected yet. Start it under More, on the Projects page.")
    elif info is not None and allowed.is_seen(info.name):
        learn.show_learning(info)
except CoreError as error:
    st.error(plain(str(error)))
