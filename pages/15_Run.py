"""Run: from raw sentences to projected data, started here, watched, stopped, resumed."""

import streamlit as st

from core.errors import CoreError
from ui import frame
from ui.panels import run
from ui.panels.text import plain

frame.enter()

st.title("Run", anchor=False)
try:
    run.show()
except CoreError as error:
    st.error(plain(str(error)))
