"""The names of a chart's lines: beside their ends or, where there is no room for that, in a legend below."""

import numpy as np
import plotly.graph_objects as go
from scipy.optimize import isotonic_regression

from charts.common.curves import Curve
from charts.common.style import FONT, Theme, look

ROOM = 156
"""Pixels right of the plot for names in lines of some seventeen letters."""


def name_lines(
    figure: go.Figure, ends: list[tuple[Curve, float]], theme: Theme, narrow: bool, room: int = ROOM
) -> None:
    """Name each line beside its last value, given in the unit of the axis, whose range must be set; below if narrow."""
    if narrow:
        _name_below(figure, len(ends))
        return
    figure.update_layout(margin_r=room)
    is_log = figure.layout.yaxis.type == "log"
    _name_beside(figure, [(curve, float(np.log10(end)) if is_log else end) for curve, end in ends], theme)


def plot_height(figure: go.Figure) -> float:
    """Pixels from the foot to the head of the plot."""
    return float(figure.layout.height - figure.layout.margin.t - figure.layout.margin.b)


def _name_beside(figure: go.Figure, ends: list[tuple[Curve, float]], theme: Theme) -> None:
    """Write each curve's name right of the plot at its last value, moved apart where names would overlap.

    `ends` holds the axis coordinate of each last value; least movement in total is isotonic regression on the gaps. No
    name leaves the plot's height: plotly would not draw it.
    """
    ends = sorted(ends, key=lambda end: end[1])
    low, high = figure.layout.yaxis.range
    pixels = np.array([18.0 * (1 + curve.wrapped.count("<br>")) + 4 for curve, _ in ends])
    heights = pixels * (high - low) / plot_height(figure)
    offsets = np.cumsum(heights) - heights / 2
    free = isotonic_regression(np.array([end for _, end in ends]) - offsets).x if ends else np.empty(0)
    places = np.clip(free, low, high - heights.sum()) + offsets
    for (curve, _), place in zip(ends, places, strict=True):
        figure.add_annotation(
            text=f"<b>{curve.wrapped}</b>",
            x=1,
            xref="paper",
            xanchor="left",
            xshift=10,
            y=float(place),
            yanchor="middle",
            align="left",
            showarrow=False,
            font={"size": 14, "color": look(curve.learner).text[theme], "family": FONT},
        )


def _name_below(figure: go.Figure, n_curves: int) -> None:
    """A legend of one entry a line under the plot, for screens with no room beside it."""
    row = 33  # pixels, as browsers draw an entry of 14 px text
    margin = figure.layout.margin.b
    figure.update_layout(
        showlegend=True,
        height=figure.layout.height + row * n_curves,
        margin_b=margin + row * n_curves,
        legend={
            "orientation": "v",
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "font": {"size": 14},
            "itemclick": False,
            "itemdoubleclick": False,
        },
    )
