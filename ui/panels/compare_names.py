"""One source name at a time: every place of it, with the form that each method gave it."""

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

import pandas as pd
import streamlit as st

from core.domain.spec import short_hash
from core.review import compare
from core.review.compare import NameIndex, Occurrence, Sheet
from core.review.compare.occurrences import NO_SPAN, rarest_first
from core.review.compare.window import around
from core.storage import ProjectInfo
from core.text.plural import counted
from ui import cache, charts, state
from ui.cache import Compared
from ui.chart_wall import wall
from ui.panels.compare_grid import corpus_of, is_dark, link_to_pairs, show_grid
from ui.panels.text import plain

T = TypeVar("T")

_MOST_NAMES = 200
_MOST_PLACES = 100
_MOST_MATRICES = 9
_LEFT = 1
_ORDERS = {False: "Most inconsistent first", True: "Most frequent first"}


def show_names(info: ProjectInfo, where: Compared) -> None:
    """Let a person choose a source name, and show every place of it side by side."""
    sheet = cache.sheet(where)
    text, of, within, order = st.columns([3, 2, 1, 3], vertical_alignment="bottom")
    with text:
        typed = st.text_input(
            "Name", key="name", bind="query-params", max_chars=200, placeholder="part of it"
        )
    with of:
        layer = _ask_layer(sheet)
    index = cache.names(where, layer)
    with within:
        language = st.selectbox("Languages", ["", *index.languages], format_func=_any)
    with order:
        frequent = _ask_order()
    found = index.find(typed or "", frequent=frequent, language=language or "")
    if not found:
        st.info("No name has this in it.")
        return
    left, right = st.columns([1, 1], gap="medium")
    with left:
        number = _ask_name(where, index, found)
    with right:
        show_grid(where, compare.form_grid(sheet, number), f"forms {number}")
    _show_places(info, where, sheet, number, layer)


def _ask_layer(sheet: Sheet) -> str:
    """Return the layer whose forms are judged."""
    keys = [key for key in sheet.references() if key != compare.RANDOM]
    first = keys.index(compare.method_key(sheet.methods[0]))
    layer = st.selectbox(
        "Forms given by", keys, index=first, format_func=compare.in_words, key="names of"
    )
    return layer or keys[first]


def _ask_order() -> bool:
    """Return whether frequent names come first."""
    found = st.segmented_control(
        "Order",
        list(_ORDERS),
        default=False,
        required=True,
        format_func=_ORDERS.__getitem__,
        key="names order",
    )
    return bool(found)


def _any(language: str) -> str:
    return language or "any"


def _tied(name: str, where: Compared) -> str:
    """Return a key of the session that holds for this project and its layers only."""
    return f"{name} {short_hash(repr(corpus_of(where)))}"


def _ask_name(where: Compared, index: NameIndex, found: Sequence[int]) -> int:
    """Return the number of the name chosen: in the list, or by a click in the table."""
    st.subheader("Names", anchor=False)
    shown = found[:_MOST_NAMES]
    name, rows = _tied("name chosen", where), _tied("names table", where)
    if state.recall(name, -1) not in shown:
        state.keep(name, shown[0])
    number = st.selectbox("Show", shown, key=name, format_func=partial(_titled, index))
    table = pd.DataFrame(
        {
            "name": index.names[k].text,
            "languages": index.languages[index.names[k].language],
            "places": int(index.count[k]),
            "forms": int(index.forms[k]),
            "odd": int(index.odd[k]),
            "no span": int(index.missing[k]),
        }
        for k in shown
    )
    st.dataframe(
        table,
        key=rows,
        hide_index=True,
        height=280,
        on_select=partial(_from_table, shown, name, rows),
        selection_mode="single-row",
        column_config={"name": st.column_config.TextColumn(width="small")},
        alt="Source names, with how many forms each was given",
    )
    more = f"The first {_MOST_NAMES} of {len(found):,} names. " if len(found) > len(shown) else ""
    st.caption(f"{more}Odd: places whose form is not like the most frequent one.")
    return shown[0] if number is None else number


def _titled(index: NameIndex, number: int) -> str:
    name = index.names[number]
    places = counted(int(index.count[number]), "place")
    forms = counted(int(index.forms[number]), "form")
    return f"{name.text} ({index.languages[name.language]}): {places}, {forms}"


def _from_table(shown: Sequence[int], name: str, table: str) -> None:
    if picked := _picked(table, shown):
        state.keep(name, picked[0])


def _show_places(info: ProjectInfo, where: Compared, sheet: Sheet, number: int, layer: str) -> None:
    """Show every place of a name, the odd forms first, and the way to each."""
    name = sheet.names[number]
    text = compare.to_text(compare.places_of(sheet, number))
    ids = cache.selected(where, text)
    found = cache.occurrences(where, number, ids[:_MOST_PLACES])
    st.subheader(plain(f"Places of {name.text}"), anchor=False)
    if len(ids) > _MOST_PLACES:
        st.caption(f"Those of the first {_MOST_PLACES} of {counted(len(ids), 'pair')}.")
    rows = rarest_first(sheet, number, found, layer)
    table = [_row(occurrence, sheet.methods) for occurrence in rows]
    titles = ("pair", "left", "name", "right", *sheet.methods, "corrected", "said")
    key = _tied(f"places {number}", where)
    st.dataframe(
        pd.DataFrame(table, columns=[str(k) for k in range(len(titles))]),
        key=key,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            str(k): st.column_config.TextColumn(title, alignment="right" if k == _LEFT else None)
            for k, title in enumerate(titles)
        },
        alt=f"Places of {name.text}",
    )
    picked = _picked(key, rows)
    links = st.columns([2, 2, 4])
    with links[0]:
        link_to_pairs(info.name, text, f"Inspect {counted(len(ids), 'pair')}")
    with links[1]:
        for place in picked:
            link_to_pairs(info.name, text, f"Inspect pair {place.pair}", pair=place.pair)
    if st.toggle("Alignment around the name", key="names wall"):
        _show_wall(info, rows)


def _picked(key: str, rows: Sequence[T]) -> list[T]:
    """Return the row of a table that is selected, as one of the rows shown; none, or one."""
    event: dict[str, dict[str, list[int]]] = state.recall(key, {})
    at = event.get("selection", {}).get("rows", [])
    return [rows[k] for k in at[:1] if k < len(rows)]


def _row(o: Occurrence, methods: Sequence[str]) -> list[str]:
    forms = [o.forms.get(method) or NO_SPAN for method in methods]
    return [o.pair, o.left, o.text, o.right, *forms, o.corrected or NO_SPAN, o.said]


def _show_wall(info: ProjectInfo, rows: Sequence[Occurrence]) -> None:
    """Show the links around the name, one small matrix a place."""
    ws = cache.workspace()
    windows = ((o.pair, around(ws, info, o)) for o in rows[:_MOST_MATRICES])
    parts = [(pair, window) for pair, window in windows if window is not None and window.target]
    if not parts:
        st.caption("No links are kept for these pairs.")
        return
    if len(rows) > len(parts):
        st.caption(f"The first {len(parts)} of {len(rows)} places.")
    st.plotly_chart(
        wall(parts, dark=is_dark()),
        key="names wall chart",
        config=charts.config("Alignment around a name"),
        alt="Links around the name, one matrix a place: source words down, target words across",
    )
