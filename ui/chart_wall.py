"""The wall: small matrices of links side by side, one for each place of a name."""

from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from core.review.compare.window import Window
from ui.charts import BARE, DARK, LIGHT, label

_HEIGHT = 240
_COLUMNS = 3
"""Matrices in a row."""


def wall(parts: Sequence[tuple[str, Window]], *, dark: bool) -> go.Figure:
    """Return the windows as small heatmaps, source tokens down, target tokens across.

    Args:
        parts: each with its title.
        dark: the page is dark.
    """
    rows = -(-len(parts) // _COLUMNS)
    figure = make_subplots(
        rows=rows,
        cols=_COLUMNS,
        subplot_titles=[label(title) for title, _ in parts],
        horizontal_spacing=0.08,
        vertical_spacing=0.4 / rows,
    )
    for k, (_, window) in enumerate(parts):
        place = {"row": k // _COLUMNS + 1, "col": k % _COLUMNS + 1}
        across, down = list(range(len(window.target))), list(range(len(window.source)))
        figure.add_trace(
            go.Heatmap(
                z=window.links,
                x=across,
                y=down,
                hovertext=[[f"{p:.2f}" for p in row] for row in window.links],
                hovertemplate="%{hovertext}<extra></extra>",
                colorscale=list(DARK if dark else LIGHT),
                zmin=0,
                zmax=1,
                showscale=False,
                xgap=2,
                ygap=2,
            ),
            **place,
        )
        target = {"tickvals": across, "ticktext": [label(token) for token in window.target]}
        source = {"tickvals": down, "ticktext": [label(token) for token in window.source]}
        figure.update_xaxes(tickangle=-40, **target, **BARE, **place)
        figure.update_yaxes(autorange="reversed", **source, **BARE, **place)
    figure.update_annotations(font={"color": "#d8d8d8" if dark else "#404040", "size": 13})
    margin = {"l": 8, "r": 8, "t": 36, "b": 8}
    return figure.update_layout(height=40 + _HEIGHT * rows, margin=margin, dragmode=False)
