"""The grey ribbon behind the curves: how large a difference this many test images can detect."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.wording import counted, points
from charts.common import style
from charts.common.axes import padded
from charts.common.curves import CURVE, Curve
from charts.common.marks import draw_edges, note
from charts.common.style import Figure, Theme
from charts.data_size.clear_place import Plot, clear_place

Numbers = NDArray[np.float64]

LETTERS = 22
"""The most letters in a line of the ribbon's words: short lines stay close to the end of a ribbon that rises."""


@dataclass(frozen=True, eq=False)
class Ribbon:
    """The edges in percent at sizes that extend slightly beyond the curves, and the ribbon's words."""

    n: Numbers
    low: Numbers
    high: Numbers
    words: str


def ribbon(summary: pd.DataFrame, margin: float) -> Ribbon:
    """A ribbon `margin` (0 to 1) above and below the mean of all curves, over the sizes that all of them have.

    Without a common size, over all sizes. The majority class does not count as a curve.
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
    """The words beside the ribbon."""
    return f"±{points(margin, margin)}: precision of {counted(n_test, 'test image')}"


def draw(figure: Figure, drawn: Ribbon, found: Sequence[Curve], plot: Plot, theme: Theme) -> tuple[float, float]:
    """Draw the ribbon and its words; returns the ends of an axis of percentages that contains them."""
    plot = replace(plot, low=min(plot.low, drawn.low.min()), high=max(plot.high, drawn.high.max()))
    lines = textwrap.wrap(drawn.words, LETTERS)
    for _ in range(2):  # making room for the words makes them taller in percent
        put = clear_place(drawn.n, drawn.low, drawn.high, found, lines, plot)
        plot = replace(plot, low=min(plot.low, put.low), high=max(plot.high, put.high))
    grey, x = style.QUIET_TEXT[theme], float(np.log10(drawn.n[-1 if put.right else 0]))
    line = {"width": 1, "color": style.translucent(grey, 0.45)}  # dark enough to be seen through the bands of curves
    draw_edges(figure, drawn.n, (drawn.low, drawn.high), style.translucent(grey, 0.1), line=line)
    side, edge = "right" if put.right else "left", "bottom" if put.above else "top"
    y = put.low if put.above else put.high
    note(figure, theme, "<br>".join(lines), x=x, xanchor=side, align=side, y=y, yanchor=edge)
    return float(plot.low), float(plot.high)
