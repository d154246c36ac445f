"""One image: what the learners predict for it, which feature families support that, and its colours in numbers."""

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from analysis.common.wording import cut, percent
from charts.common.axes import set_axes
from charts.common.families import family_colour, family_label
from charts.common.marks import LEGEND_ABOVE
from charts.common.style import QUIET_TEXT, Figure, Theme, empty_figure, look

MOST_CLASSES = 5

BAR = 30  # height of a row of bars in pixels

THIN = 17  # height of each bar in pixels if a row has several

LIGHTS: dict[Theme, tuple[tuple[str, str], ...]] = {
    "light": (("red", "#B3261E"), ("green", "#2E7D32"), ("blue", "#1F5FBF")),
    "dark": (("red", "#FF8A80"), ("green", "#81C784"), ("blue", "#82B1FF")),
}
"""The channels' names and colours."""

COLOUR_HEIGHT = 210  # of a chart of colours, in pixels


def answers(probabilities: Mapping[str, NDArray[np.float64]], classes: Sequence[str], theme: Theme = "light") -> Figure:
    """The calibrated probability of the most likely classes, with one bar per learner."""
    highest = np.max(list(probabilities.values()), axis=0)
    shown = np.argsort(-highest, kind="stable")[:MOST_CLASSES][::-1]
    names = [escape(cut(classes[number]), quote=False) for number in shown]
    bars = [
        go.Bar(
            x=100 * shares[shown],
            y=names,
            orientation="h",
            name=look(learner).short,
            marker_color=look(learner).line[theme],
            text=[percent(share) for share in shares[shown]],
            textposition="outside",
            textfont_size=12,
            constraintext="none",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:.1f} %<extra>" + escape(look(learner).short) + "</extra>",
        )
        for learner, shares in reversed(list(probabilities.items()))
    ]
    # Drawn at each move of a slider: plotly has checked both parts already, and checking them again takes 20 ms.
    return Figure(bars, _frame(len(shown) * len(bars), theme), _validate=False)


@cache
def _frame(n_bars: int, theme: Theme) -> dict[str, Any]:
    """The layout of a figure of answers with this many bars."""
    drawn = empty_figure(theme, height=100 + THIN * n_bars, narrow=True)
    x = {"range": [0, 112], "tickvals": [0, 25, 50, 75, 100]}
    y = {"type": "category", "automargin": True, "showgrid": False, "tickfont_size": 15}  # even if the names are digits
    set_axes(drawn, "Probability, calibrated (%)", x, "", y)
    legend = LEGEND_ABOVE | {"traceorder": "reversed"}
    drawn.update_layout(barmode="group", bargap=0.2, margin_t=34, showlegend=True, legend=legend)
    return dict(drawn.to_dict()["layout"])


def votes(changes: Mapping[str, float], theme: Theme = "light") -> Figure:
    """How far the lead of the predicted class falls without each family; bars to the right are of families for it."""
    names = sorted(changes, key=lambda family: -changes[family])  # plotly draws the last one at the top
    falls = [-changes[family] for family in names]
    drawn = empty_figure(theme, height=90 + BAR * len(names), narrow=True)
    drawn.add_bar(
        x=falls,
        y=[family_label(family) for family in names],
        orientation="h",
        marker_color=[family_colour(family, theme) for family in names],
        hovertemplate="%{y}: %{x:.2f}<extra></extra>",
    )
    y = {"automargin": True, "showgrid": False}
    set_axes(drawn, "Lead lost without this family (score)", {"zeroline": True}, "", y)
    return drawn


def strip(vector: NDArray[np.float32], families: Mapping[str, tuple[int, int]], theme: Theme = "light") -> Figure:
    """The whole feature vector, with a thin bar for each number, in the colour of its family."""
    drawn = empty_figure(theme, height=300, narrow=True)
    for family, (start, end) in families.items():
        drawn.add_bar(
            x=np.arange(start, end),
            y=np.clip(vector[start:end], -5, 5),
            name=family_label(family),
            marker={"color": family_colour(family, theme), "line": {"width": 0}},
            hovertemplate="number %{x}: %{y:.2f}<extra>" + family_label(family) + "</extra>",
        )
    y_title = "Distance from the mean<br>(standard deviations)"
    set_axes(drawn, "Number in the vector", {}, y_title, {"range": [-5.2, 5.2]})
    return drawn.update_layout(barmode="overlay", bargap=0)


def colour_bars(counts: NDArray, theme: Theme = "light") -> Figure:
    """The share of pixels in each bin, from counts of shape (channels, bins), with a line for each channel."""
    drawn = empty_figure(theme, height=COLOUR_HEIGHT, narrow=True)
    n_bins = counts.shape[1]
    middles = (np.arange(n_bins) + 0.5) * 256 / n_bins
    shares = 100 * counts / np.maximum(counts.sum(axis=1, keepdims=True), 1e-12)
    for (name, colour), row in zip(channels(len(counts), theme), shares, strict=True):
        drawn.add_scatter(x=middles, y=row, mode="lines", line={"shape": "hvh", "color": colour, "width": 2},
                          name=name, hovertemplate="%{y:.1f} %")  # fmt: skip
    set_axes(drawn, "Brightness (0 to 255)", {"range": [0, 256]}, "Pixels (%)", {"rangemode": "tozero"})
    return drawn


def moment_bars(moments: NDArray, theme: Theme = "light") -> Figure:
    """The moments of each channel in their order, with a mark for each number."""
    drawn = empty_figure(theme, height=COLOUR_HEIGHT, narrow=True)
    for (name, colour), row in zip(channels(len(moments), theme), moments.reshape(len(moments), -1), strict=True):
        drawn.add_scatter(x=np.arange(row.size), y=row, mode="markers", marker={"color": colour, "size": 8}, name=name)
    set_axes(drawn, "Part and moment", {}, "Value (0 to 255)", {})
    return drawn


def channels(n: int, theme: Theme) -> tuple[tuple[str, str], ...]:
    """The names and colours of the channels: of red, green and blue if there are three, otherwise of grey."""
    return LIGHTS[theme] if n == 3 else (("grey", QUIET_TEXT[theme]),) * n
