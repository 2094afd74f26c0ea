"""Compare: methods against gold, decisions and each other, every figure with its pairs."""

import streamlit as st

from core.errors import CoreError
from ui import allowed, cache, frame
from ui.panels import compare, inspect
from ui.panels.text import plain

frame.enter(wide=True)

st.title("Compare", anchor=False)
try:
    which, how, what = st.columns([2, 4, 2], vertical_alignment="bottom")
    with which:
        info = inspect.ask_project()
    if info is not None and not info.layers:
        st.info("Nothing is projected yet. Start it under More, on the Projects page.")
    elif info is not None and allowed.is_seen(info.name):
        where = cache.compared(info)
        with how:
            view = compare.ask_view()
        with what:
            reference = compare.ask_reference(where, view)
        compare.show_comparison(info, where, reference, view)
except CoreError as error:
    st.error(plain(str(error)))
