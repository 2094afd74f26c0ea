"""Export: corrected silver data in the formats of the field, read back before it is handed over."""

import streamlit as st

from core.errors import CoreError
from ui import frame
from ui.panels import export, inspect
from ui.panels.text import plain

frame.enter()

st.title("Export", anchor=False)
try:
    info = inspect.ask_project()
    if info is not None:
        export.ask_export(info)
except CoreError as error:
    st.error(plain(str(error)))
