"""Curation: pairs that persons finished apart and have differently, settled by a curator."""

import streamlit as st

from core.domain.role import Role
from core.errors import CoreError
from ui import cache, frame
from ui.panels import curation, inspect
from ui.panels.text import plain

frame.enter()

st.title("Curation", anchor=False)
try:
    info = inspect.ask_project()
    if info is not None:
        inspect.ask_person()
        cache.workspace().members.require(info.name, Role.CURATOR)
        curation.show(info)
except CoreError as error:
    st.error(plain(str(error)))
