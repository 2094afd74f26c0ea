"""Charts: plotly figures of grids, in colours that everybody can tell apart, text never as markup.

Streamlit's theme colours what is not said here, so that a chart is at home in light and dark.
"""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from core.review.compare import Grid
from core.review.compare.grid import shown
from core.text.csv_cell import Value

LIGHT = ("#eef2fb", "#8fabe6", "#2f5fd0", "#14306f")
DARK = ("#232a3b", "#31519b", "#6f97ef", "#d3e0ff")
"""One hue from faint to strong, which is read alike with any colour vision; numbers stand in it."""

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_PATTERNS = ("", "/", ".", "x", "-", "+")
_CELL = 44
_MARGIN = {"l": 8, "r": 8, "t": 36, "b": 8}
_CAMERA = 40
"""Room for the camera button, in pixels, where names of columns stand beside it."""

_MOST_LETTERS = 28
BARE: dict[str, Any] = {"showgrid": False, "zeroline": False, "automargin": True, "ticks": ""}
_CLICKED = {"clickmode": "event+select", "dragmode": False, "hovermode": "closest"}


def config(title: str) -> dict[str, Any]:
    """Return plotly's settings: its camera writes a PNG, named after the chart, fit for print."""
    return {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": file_name(title), "scale": 3},
    }


def file_name(title: str, otherwise: str = "chart") -> str:
    """Return a title as the name of a file, without an ending; `otherwise` where none is left."""
    return re.sub(r"[^\w.-]+", "-", title).strip("-.") or otherwise


def label(text: str) -> str:
    """Return a text as plotly shows it: as it is, shortened, no tag of it obeyed."""
    short = text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1] + "…"
    return escape(short, quote=False)


def ink(colour: str) -> str:
    """Return black or white, whichever is read more easily on a colour, `rgb(1, 2, 3)`."""
    channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (luminance + 0.05) ** 2 > 0.0525 else "#ffffff"


def heatmap(grid: Grid, *, rates: bool, dark: bool) -> go.Figure:
    """Return a grid as a heatmap with its values in the cells; a click on a cell selects it.

    Args:
        grid: the first column names the rows, the others hold numbers.
        rates: the values lie in [0, 1], so that equal colours mean equal values in every chart.
        dark: the page is dark.
    """
    values = [[_number(cell.value) for cell in row[1:]] for row in grid.rows]
    columns = [label(name) for name in grid.columns[1:]]
    names = [label(str(row[0].value)) for row in grid.rows]
    top = 1.0 if rates else max((v for row in values for v in row if v is not None), default=0.0)
    scale = DARK if dark else LIGHT
    figure = go.Figure(
        go.Heatmap(
            z=values,
            x=list(range(len(columns))),
            y=list(range(len(names))),
            colorscale=list(scale),
            zmin=0,
            zmax=top or 1.0,
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
        )
    )
    figure.add_trace(_touch(grid, columns, names))
    figure.update_layout(annotations=_numbers(grid, values, top or 1.0, scale))
    across = {"tickvals": list(range(len(columns))), "ticktext": columns}
    down = {"tickvals": list(range(len(names))), "ticktext": names}
    figure.update_xaxes(side="top", range=[-0.5, len(columns) - 0.5], **across, **BARE)
    figure.update_yaxes(range=[len(names) - 0.5, -0.5], **down, **BARE)
    height = _MARGIN["t"] + 40 + _CELL * len(names)
    margin = _MARGIN | {"r": _CAMERA}
    return figure.update_layout(height=height, margin=margin, showlegend=False, **_CLICKED)


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _touch(grid: Grid, columns: Sequence[str], names: Sequence[str]) -> go.Scatter:
    """Return unseen points over the cells that open something: cells themselves take no click."""
    cells = [
        (k, i) for k, row in enumerate(grid.rows) for i, cell in enumerate(row[1:]) if cell.opens
    ]
    unseen = {"marker": {"opacity": 0.0}}
    return go.Scatter(
        x=[i for _, i in cells],
        y=[k for k, _ in cells],
        customdata=[[k, i + 1] for k, i in cells],
        hovertext=[f"{names[k]}, {columns[i]}" for k, i in cells],
        hovertemplate="%{hovertext}<extra></extra>",
        mode="markers",
        marker={"size": _CELL, "symbol": "square", "opacity": 0.0},
        selected=unseen,
        unselected=unseen,
    )


def _numbers(
    grid: Grid, values: Sequence[Sequence[float | None]], top: float, scale: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the numbers in the cells, each in the ink that its cell needs."""
    cells = [(k, i, v) for k, row in enumerate(values) for i, v in enumerate(row) if v is not None]
    colours = sample_colorscale(list(scale), [min(1.0, v / top) for *_, v in cells])
    return [
        {
            "x": i,
            "y": k,
            "text": shown(grid.rows[k][i + 1].value),
            "font": {"color": ink(colour), "size": 13},
            "showarrow": False,
        }
        for (k, i, _), colour in zip(cells, colours, strict=True)
    ]


def intervals(grid: Grid, *, value: str, low: str, high: str) -> go.Figure:
    """Return a point with its interval for each row of a grid; rows without a value are left out.

    Args:
        grid: the first column names the rows.
        value: column of the figure.
        low: column of the lower end.
        high: column of the upper end.
    """
    at = grid.columns.index(value)
    middle, below, above = (
        [_number(row[grid.columns.index(name)].value) for row in grid.rows]
        for name in (value, low, high)
    )
    kept = [(k, m) for k, m in enumerate(middle) if m is not None]
    names = [label(str(grid.rows[k][0].value)) for k, _ in kept]
    figure = go.Figure(
        go.Scatter(
            x=[m for _, m in kept],
            y=list(range(len(kept))),
            customdata=[[k, at] for k, _ in kept],
            error_x={
                "type": "data",
                "array": [_gap(m, above[k]) for k, m in kept],
                "arrayminus": [_gap(m, below[k]) for k, m in kept],
                "thickness": 2,
            },
            mode="markers+text",
            text=[shown(m) for _, m in kept],
            textposition="top center",
            marker={"size": 11, "color": COLOURS[0], "symbol": "diamond"},
            hovertext=names,
            hovertemplate="%{hovertext}: %{x:.3f}<extra></extra>",
        )
    )
    ticks = {"tickvals": list(range(len(kept))), "ticktext": names}
    figure.update_yaxes(range=[len(kept) - 0.5, -0.7], **ticks, **BARE)
    figure.update_xaxes(title=value, automargin=True)
    return figure.update_layout(height=110 + 56 * len(kept), margin=_MARGIN, **_CLICKED)


def _gap(value: float, end: float | None) -> float:
    return 0.0 if end is None else abs(end - value)


def bars(grid: Grid) -> go.Figure:
    """Return the rates of a breakdown: buckets along the x axis, a colour and a pattern a method.

    Args:
        grid: the first column names the buckets, the second counts them, the others hold rates.
    """
    names = [label(str(row[0].value)) for row in grid.rows]
    figure = go.Figure()
    for k, method in enumerate(grid.columns[2:]):
        style = k % len(COLOURS)
        figure.add_trace(
            go.Bar(
                x=list(range(len(names))),
                y=[row[k + 2].value for row in grid.rows],
                customdata=[[i, k + 2] for i in range(len(names))],
                name=label(method),
                marker={
                    "color": COLOURS[style],
                    "pattern": {"shape": _PATTERNS[style], "fillmode": "overlay", "size": 7},
                },
                hovertext=names,
                hovertemplate="%{hovertext}: %{y:.3f}<extra>%{fullData.name}</extra>",
            )
        )
    ticks = {"tickvals": list(range(len(names))), "ticktext": names}
    figure.update_xaxes(title=label(grid.columns[0]), automargin=True, **ticks)
    figure.update_yaxes(range=[0, 1.03], automargin=True)
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    return figure.update_layout(height=300, margin=_MARGIN, legend=legend, **_CLICKED)
