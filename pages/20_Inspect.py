"""Inspect: one pair at a time, seen with its cause and corrected on the spot."""

import streamlit as st

from core.errors import CoreError
from ui import frame
from ui.panels import bulk, desk, gazetteer, inspect, layers, learn_line, more, sieve, words
from ui.panels.text import plain

frame.enter(wide=True)

try:
    where, line, jump, rest = st.columns([1.7, 7.6, 1.0, 0.9], vertical_alignment="bottom")
    with where:
        info = inspect.ask_project()
    if info is not None:
        inspect.say_what_may(info)
        blind = inspect.is_blind(info)
        if not blind:
            learn_line.show(info)
        with line:
            wanted, order = sieve.ask(info)
        with jump:
            inspect.ask_pair()
        with rest, more.popover("More"):
            person = inspect.ask_person()
            shown = inspect.ask_rows(info)
            inspect.ask_label(info)
            if not blind:
                gazetteer.offer(info.name, person)
                bulk.offer(info, person, wanted, order)
            layers.offer(info)
            words.offer(info)
        desk.show_bench(info.name, person, wanted, order, shown)
except CoreError as error:
    st.error(plain(str(error)))
