"""One source name at a time: every place of it, with the form that each method gave it."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from core.review import compare
from core.review.compare import NameIndex, Occurrence, Selection, Sheet, What
from core.review.compare.occurrences import NO_SPAN, rarest_first
from core.review.compare.window import around
from core.storage import ProjectInfo
from ui import cache, charts, state
from ui.cache import Compared
from ui.chart_wall import wall
from ui.panels.compare_grid import is_dark, link_to_pairs, show_grid
from ui.panels.text import counted, plain

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
        number = _ask_name(index, found)
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


def _ask_name(index: NameIndex, found: Sequence[int]) -> int:
    """Return the number of the name chosen: in the list, or by a click in the table."""
    st.subheader("Names", anchor=False)
    shown = found[:_MOST_NAMES]
    name = "name chosen"
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
            "no span": int(index.count[k]) - _placed(index, k),
        }
        for k in shown
    )
    st.dataframe(
        table,
        key="names table",
        hide_index=True,
        height=280,
        on_select=partial(_from_table, shown, name),
        selection_mode="single-row",
        column_config={"name": st.column_config.TextColumn(width="small")},
        alt="Source names, with how many forms each was given",
    )
    more = f"The first {_MOST_NAMES} of {len(found):,} names. " if len(found) > len(shown) else ""
    st.caption(f"{more}Odd: places whose form is not like the most frequent one.")
    return shown[0] if number is None else number


def _placed(index: NameIndex, k: int) -> int:
    return min(int(index.projected[k]), int(index.count[k]))


def _titled(index: NameIndex, number: int) -> str:
    name = index.names[number]
    places = counted(int(index.count[number]), "place")
    forms = counted(int(index.forms[number]), "form")
    return f"{name.text} ({index.languages[name.language]}): {places}, {forms}"


def _from_table(shown: Sequence[int], name: str) -> None:
    event: dict[str, dict[str, list[int]]] = state.recall("names table", {})
    rows = event.get("selection", {}).get("rows", [])
    if rows and rows[0] < len(shown):
        state.keep(name, shown[rows[0]])


def _show_places(info: ProjectInfo, where: Compared, sheet: Sheet, number: int, layer: str) -> None:
    """Show every place of a name, the odd forms first, and the way to each."""
    name = sheet.names[number]
    here = Selection(What.NAME, name=name.key, language=sheet.languages[name.language])
    text = compare.to_text(here)
    ids = cache.selected(where, text)
    found = cache.occurrences(where, number, ids[:_MOST_PLACES])
    st.subheader(plain(f"Places of {name.text}"), anchor=False)
    if len(ids) > _MOST_PLACES:
        st.caption(f"Those of the first {_MOST_PLACES} of {counted(len(ids), 'pair')}.")
    rows = rarest_first(sheet, number, found, layer)
    table = [_row(occurrence, sheet.methods) for occurrence in rows]
    titles = ("pair", "left", "name", "right", *sheet.methods, "corrected", "said")
    st.dataframe(
        pd.DataFrame(table, columns=[str(k) for k in range(len(titles))]),
        key=f"places {number}",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            str(k): st.column_config.TextColumn(title, alignment="right" if k == _LEFT else None)
            for k, title in enumerate(titles)
        },
        alt=f"Places of {name.text}",
    )
    picked = _picked(f"places {number}", rows)
    links = st.columns([2, 2, 4])
    with links[0]:
        link_to_pairs(info.name, text, f"Inspect {counted(len(ids), 'pair')}")
    with links[1]:
        if picked is not None:
            link_to_pairs(info.name, text, f"Inspect pair {picked.pair}", pair=picked.pair)
    if st.toggle("Alignment around the name", key="names wall"):
        _show_wall(info, rows)


def _picked(key: str, rows: Sequence[Occurrence]) -> Occurrence | None:
    event: dict[str, dict[str, list[int]]] = state.recall(key, {})
    at = event.get("selection", {}).get("rows", [])
    return rows[at[0]] if at and at[0] < len(rows) else None


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
