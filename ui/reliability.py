"""The reliability diagram: what was said against what was found, both from 0 to 100 %."""

from collections.abc import Sequence

import plotly.graph_objects as go

from core.evaluation.calibration import Bin
from core.review.confidence import Checked, ends
from ui.charts import COLOURS

_SIDE = 460
_LEAST, _MOST = 9.0, 34.0
"""Diameters of markers, in pixels; their areas are as the counts."""

_GREY = "#7d8694"
"""Seen on white and on black alike."""


def diagram(checked: Checked) -> go.Figure:
    """Return the square diagram of a method: circles for the map, diamonds for what was before.

    A filled circle is as large as its bin has outcomes, with the 95 % interval of what was found;
    a hollow diamond is the evidence by itself. On the diagonal, said and found are the same.
    """
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            x=[0, 100],
            y=[0, 100],
            mode="lines",
            line={"dash": "dash", "width": 1.5, "color": _GREY},
            name="ideal",
            hoverinfo="skip",
        )
    )
    before = [one for one in checked.bins_before if one.count]
    after = [one for one in checked.bins if one.count]
    figure.add_trace(
        go.Scatter(
            **_points(before),
            mode="markers",
            name="before the map",
            marker={
                "symbol": "diamond-open",
                "size": 11,
                "color": COLOURS[1],
                "line": {"width": 2, "color": COLOURS[1]},
            },
        )
    )
    most = max((one.count for one in after), default=1)
    spans = [ends(one) for one in after]
    figure.add_trace(
        go.Scatter(
            **_points(after),
            mode="markers",
            name="after the map",
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [
                    100 * (high - b.found) for b, (_, high) in zip(after, spans, strict=True)
                ],
                "arrayminus": [
                    100 * (b.found - low) for b, (low, _) in zip(after, spans, strict=True)
                ],
                "thickness": 1.5,
                "width": 4,
            },
            marker={
                "symbol": "circle",
                "size": [max(_LEAST, _MOST * (one.count / most) ** 0.5) for one in after],
                "color": COLOURS[0],
                "opacity": 0.85,
            },
        )
    )
    axis = {"range": [-4, 104], "dtick": 20, "ticksuffix": " %", "zeroline": False}
    figure.update_xaxes(title="said", **axis)
    figure.update_yaxes(title="found right", **axis)
    legend = {"orientation": "h", "y": 1.01, "yanchor": "bottom", "x": 0}
    margin = {"l": 8, "r": 8, "t": 48, "b": 8}
    return figure.update_layout(
        height=_SIDE, width=_SIDE, margin=margin, legend=legend, dragmode=False
    )


def _points(bins: Sequence[Bin]) -> dict[str, object]:
    return {
        "x": [100 * one.said for one in bins],
        "y": [100 * one.found for one in bins],
        "customdata": [one.count for one in bins],
        "hovertemplate": "%{customdata} outcomes: said %{x:.0f} %, found %{y:.0f} %<extra></extra>",
    }
