"""A grid on a page: chart, table and files of the same figures; every cell opens its pairs."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple, cast

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.review import compare
from core.review.compare import Grid, Selection
from core.review.compare.grid import shown
from core.text.plural import counted
from ui import cache, charts, state
from ui.cache import Compared
from ui.panels import projects, tables
from ui.panels.text import marked, plain, read_out

_CHOICE, _CHOICE_PX = "Open the pairs of a cell", 300
_FIRST = 5
"""Pairs of a cell that are shown before one goes to all of them."""

Draw = Callable[[Grid], go.Figure]


def show_grid(
    where: Compared, grid: Grid, key: str, draw: Draw | None = None, *, beside: bool = True
) -> None:
    """Show a grid as a table, with a chart of it where one is given.

    A click on a cell of either, or a choice by keyboard, shows the first pairs behind the cell and
    the way to all of them.

    Args:
        where: the project as it stands.
        grid: the figures.
        key: tells this grid from others of the page.
        draw: makes the chart.
        beside: the table stands beside the chart; else below it, where it has many columns.
    """
    st.subheader(plain(grid.title), anchor=False)
    if not grid.rows:
        st.caption("Nothing to count.")
        return
    at = _Place(where, grid, key)
    chosen = at.chosen()
    if draw is None:
        _show_table(at)
    elif beside:
        left, right = st.columns([1, 1], gap="medium")
        with left:
            _show_chart(at, draw(grid))
        with right:
            _show_table(at)
    else:
        _show_chart(at, draw(grid))
        _show_table(at)
    with st.container(horizontal=True):
        _show_ways(at)
    if chosen is not None:
        with st.container(border=True):
            show_pairs(where, chosen)


class _Place(NamedTuple):
    """Where a grid stands: in which project, with which figures, at which place of the page."""

    where: Compared
    grid: Grid
    key: str

    def choose(self, cell: Sequence[int] | None) -> None:
        """Keep what a cell opens; a cell that opens nothing, or none, closes what was open."""
        opens = self.grid.rows[cell[0]][cell[1]].opens if cell is not None else None
        kept = (corpus_of(self.where), opens) if opens is not None else ()
        state.keep(f"chosen {self.key}", kept)
        state.keep(f"choice {self.key}", f"{cell[0]} {cell[1]}" if cell and kept else None)

    def chosen(self) -> Selection | None:
        """Return what a cell of this grid opens that was chosen; drop what another one opened.

        The page goes on to other projects, layers and references, and so do its figures.
        """
        kept: tuple[Any, ...] = state.recall(f"chosen {self.key}", ())
        if not kept:
            return None
        corpus, opens = kept
        there = (cell.opens for row in self.grid.rows for cell in row)
        if corpus == corpus_of(self.where) and opens in there:
            return cast(Selection, opens)
        state.keep(f"chosen {self.key}", ())
        state.keep(f"choice {self.key}", None)
        return None


def corpus_of(where: Compared) -> tuple[str, ...]:
    """Return what figures are of: what was chosen in one project or its layers holds only there."""
    return (where.stand.project, where.stand.created, *where.layers)


_READABLE = """
<style>
  .js-plotly-plot .xtick text, .js-plotly-plot .ytick text, .js-plotly-plot .g-xtitle text,
  .js-plotly-plot .g-ytitle text, .js-plotly-plot .legendtext, .js-plotly-plot .textpoint text {
    fill: currentColor !important; fill-opacity: .85 !important;
  }
  .stMain button[aria-label^="Download as CSV"] { display: none; }
  .st-key-view button, .st-key-names-order button { min-height: 2.5rem; }
</style>
"""
"""The theme's grey of charts is paler than text may be: their words take the colour of the page.
The table's own download is not offered: in what it writes, a text can be taken for a formula.
Buttons in a row with fields are as high as these, so that their labels stand on one line."""


def be_readable() -> None:
    """Give charts, tables and rows of fields of this page their style; to be called once on it."""
    st.html(_READABLE)


def is_dark() -> bool:
    """Return whether the page is dark, as far as the browser has told."""
    return st.context.theme.type == "dark"


def _show_chart(at: _Place, figure: go.Figure) -> None:
    grid, name = at.grid, f"chart {at.key}"
    st.plotly_chart(
        figure,
        key=name,
        on_select=partial(_from_chart, at, name),
        selection_mode="points",
        config=charts.config(grid.title),
        alt=f"{grid.title}. The table beside it has the same figures.",
    )


def _show_table(at: _Place) -> None:
    grid, name = at.grid, f"table {at.key}"
    numbers = [f"{k}" for k in range(len(grid.columns))]
    frame = pd.DataFrame(grid.values(), columns=numbers)
    st.dataframe(
        frame,
        key=name,
        hide_index=True,
        placeholder="",
        column_config={
            number: _column(grid, int(number), title)
            for number, title in zip(numbers, grid.columns, strict=True)
        },
        on_select=partial(_from_table, at, name),
        selection_mode="single-cell",
        alt=grid.title,
    )


def _column(grid: Grid, k: int, title: str) -> Any:
    values = [row[k].value for row in grid.rows]
    if any(isinstance(value, str) for value in values):
        return st.column_config.TextColumn(title)
    rates = any(isinstance(value, float) for value in values)
    return st.column_config.NumberColumn(title, format="%.3f" if rates else "localized")


def _show_ways(at: _Place) -> None:
    """Offer every cell by keyboard, names of rows too, and the figures as files."""
    _, grid, key = at
    cells = {
        f"{k} {i}": _said(grid, k, i)
        for k, row in enumerate(grid.rows)
        for i, cell in enumerate(row)
        if cell.opens is not None
    }
    name = f"choice {key}"
    if cells:
        st.selectbox(
            f"{_CHOICE} of {read_out(grid.title)}",
            list(cells),
            index=None,
            key=name,
            format_func=lambda cell: cells.get(cell, ""),
            placeholder=_CHOICE,
            label_visibility="collapsed",
            width=_CHOICE_PX,
            on_change=partial(_from_choice, at, name),
        )
    file = charts.file_name(grid.title)
    for title, suffix, mime, data in (
        ("CSV", "csv", "text/csv", compare.to_csv(grid)),
        ("LaTeX", "tex", "application/x-tex", compare.to_latex(grid)),
    ):
        st.download_button(
            title,
            data,
            file_name=f"{file}.{suffix}",
            mime=mime,
            key=f"{suffix} {key}",
            on_click="ignore",
            icon=":material/download:",
        )


def _said(grid: Grid, k: int, i: int) -> str:
    """Return a cell in words: its row, and where it is not the name of that, column and value."""
    name = shown(grid.rows[k][0].value)
    return f"{name}, {grid.columns[i]}: {shown(grid.rows[k][i].value)}" if i else name


def _from_chart(at: _Place, name: str) -> None:
    points = _selection(name).get("points", ())
    cells = [point.get("customdata") for point in points]
    at.choose(cells[0] if cells else None)


def _from_table(at: _Place, name: str) -> None:
    cells = _selection(name).get("cells", ())
    at.choose((cells[0][0], int(cells[0][1])) if cells else None)


def _from_choice(at: _Place, name: str) -> None:
    chosen = state.recall(name, "")
    at.choose([int(k) for k in chosen.split()] if chosen else None)


def _selection(name: str) -> dict[str, Any]:
    event: dict[str, Any] = state.recall(name, {})
    found: dict[str, Any] = event.get("selection", {})
    return found


def show_pairs(where: Compared, selection: Selection) -> None:
    """Show the first pairs of a selection, and the way to all of them."""
    text = compare.to_text(selection)
    ids = cache.selected(where, text)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.markdown(f"**{counted(len(ids), 'pair')}**: {plain(compare.describe(selection))}")
        link_to_pairs(where.stand.project, text, f"Inspect {counted(len(ids), 'pair')}")
    _show_first(where, selection, ids[:_FIRST])


def link_to_pairs(project: str, text: str, title: str, pair: str = "") -> None:
    """Show a link to the pairs of a selection on the Inspect page.

    Args:
        project: its name.
        text: the selection in words.
        title: what the link says.
        pair: the pair to begin with; "" for the first.
    """
    query = projects.query(project) | {"cell": text} | ({"pair": pair} if pair else {})
    st.page_link(
        "pages/20_Inspect.py",
        label=plain(title),
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params=query,
    )


def _show_first(where: Compared, selection: Selection, ids: Sequence[str]) -> None:
    """Show pairs with the entities of the source and of the layers compared, in brackets."""
    sheet = cache.sheet(where)
    keys = compare.layers_of(sheet, selection)
    rows = []
    for pair_id in ids:
        stored = cache.workspace().pair(where.stand.project, pair_id)
        pair, number = stored.pair, stored.position - 1
        found = [marked(pair.target, sheet.entities(key, number)) for key in keys]
        rows.append((pair_id, [marked(pair.source, pair.source.entities or ()), *found]))
    columns = ["source", *map(_titled, keys)]
    tables.show_words("pair", columns, rows)


def _titled(key: str) -> str:
    """Return a title that no other column has, whatever a method may be called."""
    words = compare.in_words(key)
    return f"by {words}" if key == compare.method_key(words) else words
