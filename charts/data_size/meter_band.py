"""The grey ribbon behind the curves: how far so many test images can tell accuracies apart."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from analysis.common.meter import points
from charts.common import style
from charts.common.axes import count, padded
from charts.common.curves import CURVE, Curve
from charts.common.style import Theme
from charts.data_size.clear_place import Place, Plot, clear_place

Numbers = NDArray[np.float64]

LETTERS = 22
"""A line of the ribbon's words: short lines stay near the end of a ribbon that rises."""


@dataclass(frozen=True, eq=False)
class Ribbon:
    """The edges in percent at some sizes, which reach a little beyond the curves' ends, and what the ribbon says."""

    n: Numbers
    low: Numbers
    high: Numbers
    words: str


def ribbon(summary: pd.DataFrame, margin: float) -> Ribbon:
    """A ribbon `margin` (0 to 1) to both sides of the mean of all curves, over the sizes that all of them have.

    Where they have none in common, over all sizes. The floor of guessing is no curve to compare with.
    """
    learners = summary[summary["learner"] != "majority"]
    rows = summary if learners.empty else learners
    means = rows.groupby("n_train")["accuracy"].agg(["mean", "size"])
    common = means[means["size"] == rows.groupby(CURVE, dropna=False).ngroups]
    drawn = means if common.empty else common
    sizes, middle = drawn.index.to_numpy(float), 100 * drawn["mean"].to_numpy()
    left, right = padded(sizes[0], sizes[-1])
    middle = np.r_[middle[0], middle, middle[-1]]
    low, high = (np.clip(middle + side * 100 * margin, 0, 100) for side in (-1, 1))
    return Ribbon(np.r_[left, sizes, right], low, high, words(margin, int(rows["n_test"].iloc[0])))


def words(margin: float, n_test: int) -> str:
    """What stands at the ribbon."""
    return f"±{points(margin)}: what {count(n_test)} test {'image' if n_test == 1 else 'images'} can tell"


def draw(figure: go.Figure, drawn: Ribbon, found: Sequence[Curve], plot: Plot, theme: Theme) -> tuple[float, float]:
    """The ribbon and its words, behind all that is drawn later; the ends in percent of a plot that holds them."""
    plot = replace(plot, low=min(plot.low, drawn.low.min()), high=max(plot.high, drawn.high.max()))
    lines = textwrap.wrap(drawn.words, LETTERS)
    for _ in range(2):  # room made for the words makes them taller in percent
        put = clear_place(drawn.n, drawn.low, drawn.high, found, lines, plot)
        plot = replace(plot, low=min(plot.low, put.low), high=max(plot.high, put.high))
    _shade(figure, drawn, theme)
    _write(figure, drawn, put, lines, theme)
    return float(plot.low), float(plot.high)


def _shade(figure: go.Figure, drawn: Ribbon, theme: Theme) -> None:
    """The lower edge, and the upper one with all between them filled; the edges show through the curves' own bands."""
    grey = style.QUIET_TEXT[theme]
    for edge, fill in ((drawn.low, None), (drawn.high, "tonexty")):
        figure.add_scatter(
            x=drawn.n,
            y=edge,
            fill=fill,
            fillcolor=style.translucent(grey, 0.1),
            line={"width": 1, "color": style.translucent(grey, 0.45)},
            mode="lines",
            hoverinfo="skip",
            showlegend=False,
        )


def _write(figure: go.Figure, drawn: Ribbon, put: Place, lines: Sequence[str], theme: Theme) -> None:
    figure.add_annotation(
        text="<br>".join(lines),
        x=float(np.log10(drawn.n[-1 if put.right else 0])),
        xanchor="right" if put.right else "left",
        align="right" if put.right else "left",
        y=put.low if put.above else put.high,
        yanchor="bottom" if put.above else "top",
        showarrow=False,
        font={"size": 13, "color": style.QUIET_TEXT[theme]},
    )
