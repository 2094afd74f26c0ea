"""Inspect: one pair at a time, seen with its cause and corrected on the spot."""

import streamlit as st

from core.errors import CoreError
from ui import frame
from ui.panels import desk, inspect
from ui.panels.text import plain

frame.enter(wide=True)

try:
    where, sieve, jump, more = st.columns([1.8, 6.8, 1.1, 1.0], vertical_alignment="bottom")
    with where:
        info = inspect.ask_project()
    if info is not None:
        with sieve:
            wanted = inspect.ask_filter(info)
        with jump:
            inspect.ask_pair()
        with more, st.popover("More", width="stretch"):
            person = inspect.ask_person()
            shown = inspect.ask_rows(info)
            inspect.ask_label(info)
        desk.show_bench(info.name, person, wanted, shown)
except CoreError as error:
    st.error(plain(str(error)))
