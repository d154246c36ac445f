"""The names of a chart's lines, beside their ends or, without room for that, in a legend below."""

import numpy as np
from scipy.optimize import isotonic_regression

from charts.common.curves import Curve
from charts.common.marks import STILL
from charts.common.style import FONT, LEAST_NARROW, LEAST_WIDE, Figure, Theme, look

ROOM = 156
"""Pixels to the right of the plot for names in lines of about seventeen letters."""


NAME = "line"
"""What the annotations are called that name a line."""

LINE = 9 / 7
"""The height of a line of text, divided by the size of its letters."""


def name_lines(figure: Figure, ends: list[tuple[Curve, float]], theme: Theme, narrow: bool, room: int = ROOM) -> None:
    """Name each line beside its last value, or below the plot if narrow; the range of the y axis must be set."""
    if narrow:
        _name_below(figure, len(ends))
        return
    figure.update_layout(margin_r=room)
    is_log = figure.layout.yaxis.type == "log"
    _name_beside(figure, [(curve, float(np.log10(end)) if is_log else end) for curve, end in ends], theme)


def least_width(figure: Figure, narrow: bool, width: int | None = None, room: int = ROOM) -> float:
    """The least width of the plot in pixels, with room for names beside it if not narrow; `width` is the figure's."""
    width = width or (LEAST_NARROW if narrow else LEAST_WIDE)
    return float(width - figure.layout.margin.l - (figure.layout.margin.r if narrow else room))


def plot_height(figure: Figure) -> float:
    """The height of the plot in pixels."""
    return float(figure.layout.height - figure.layout.margin.t - figure.layout.margin.b)


def _name_beside(figure: Figure, ends: list[tuple[Curve, float]], theme: Theme) -> None:
    """Write each curve's name to the right of its last value; `ends` holds the axis coordinate of each last value."""
    for curve, end in ends:
        figure.add_annotation(
            name=NAME,
            text=f"<b>{curve.wrapped}</b>",
            x=1,
            xref="paper",
            xanchor="left",
            xshift=10,
            y=end,
            yanchor="middle",
            align="left",
            showarrow=False,
            font={"size": 14, "color": look(curve.learner).text[theme], "family": FONT},
        )
    spread_names(figure)


def spread_names(figure: Figure) -> None:
    """Move the names beside the lines where they would overlap, as little as possible in all.

    The least total movement is found by isotonic regression on the gaps. Names stay within the height of the plot,
    because plotly would not draw them outside.
    """
    names = sorted((one for one in figure.layout.annotations if one.name == NAME), key=lambda one: one.y)
    if not names:
        return
    low, high = figure.layout.yaxis.range
    pixels = np.array([LINE * one.font.size * (1 + one.text.count("<br>")) + 4 for one in names])
    heights = pixels * (high - low) / plot_height(figure)
    offsets = np.cumsum(heights) - heights / 2
    free = isotonic_regression(np.array([one.y for one in names]) - offsets).x
    for one, place in zip(names, np.clip(free, low, high - heights.sum()) + offsets, strict=True):
        one.y = float(place)


def _name_below(figure: Figure, n_curves: int) -> None:
    """A legend below the plot with one entry per line, for screens without room beside it."""
    room = 33 * n_curves  # browsers draw an entry of 14 px text with 33 pixels
    figure.update_layout(
        showlegend=True,
        height=figure.layout.height + room,
        margin_b=figure.layout.margin.b + room,
        legend={
            "orientation": "v",
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "font": {"size": 14},
            **STILL,
        },
    )
