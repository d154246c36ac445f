"""The grey ribbon behind the curves: how large a difference this many test images can detect.

Its words stand where they hide no curve, which is computed without a browser to measure them.
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.wording import counted, points
from charts.common.axes import padded
from charts.common.curves import CURVE, Curve
from charts.common.marks import draw_edges, note
from charts.common.style import QUIET_TEXT, Figure, Theme, translucent
from charts.data_size.bands import LETTER, ROW

Numbers = NDArray[np.float64]

LETTERS = 22
"""The most letters in a line of the ribbon's words: short lines stay close to the end of a ribbon that rises."""

CLEAR = 10
"""Pixels to keep between the words and a curve."""

TOP = 100.5
"""The percentage that the words must not exceed: a longer axis would suggest that accuracy can exceed 100 %."""


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


@dataclass(frozen=True)
class Plot:
    """A log axis of sizes from left to right, an axis of percentages from low to high, and their lengths in pixels."""

    left: float
    right: float
    width: float
    height: float
    low: float
    high: float


@dataclass(frozen=True)
class WordsPlace:
    """Words at the right or left end of the ribbon, from low to high in percent, above or below one of its edges.

    `away` is their distance from that edge, in percentage points.
    """

    right: bool
    above: bool
    low: float
    high: float
    away: float


def clear_place(
    n: Numbers, low: Numbers, high: Numbers, found: Sequence[Curve], lines: Sequence[str], plot: Plot
) -> WordsPlace:
    """The place clear of all curves that is closest to an edge of the ribbon, preferably outside the ribbon.

    `n` are sizes, `low` and `high` the edges of the ribbon at these sizes, in percent.
    """
    width = max(map(len, lines)) * LETTER / plot.width * np.log(plot.right / plot.left)
    pixel = (plot.high - plot.low) / plot.height
    height, clear = (ROW * len(lines) + 4) * pixel, CLEAR * pixel
    first, last = np.log(n[[0, -1]])
    ends = (first, min(last, first + width)), (max(first, last - width), last)
    curves_at = [_percentages(found, np.linspace(*end, 24)) for end in ends]
    # at the right end or the left one; the edge's percentage there; and its outer side: 1 above it, -1 below it
    edges = [(False, high[0], 1), (True, low[-1], -1), (True, high[-1], 1), (False, low[0], -1)]
    outside, inside = (
        [_at(right, float(edge), way * outer, curves_at[right], height, clear) for right, edge, outer in edges]
        for way in (1, -1)
    )
    costs = [*(one.away for one in outside), *(one.away + height for one in inside)]
    places = [*outside, *inside]
    return places[int(np.argmin(np.where([one.high <= TOP for one in places], costs, np.inf)))]


def _at(right: bool, edge: float, side: int, curves: Numbers, height: float, clear: float) -> WordsPlace:
    """The clear place of words of this height that is nearest to the edge, given the percentages of the curves."""
    # Below an edge all is mirrored, so that farther from the edge is always larger.
    start, curves = side * edge, side * curves
    # Without 0.99, rounding could put a curve just cleared in the way again, and the loop would never end.
    while (near := curves[(curves > start - 0.99 * clear) & (curves < start + height + clear)]).size:
        start = float(near.max()) + clear
    low, high = sorted((side * start, side * (start + height)))
    return WordsPlace(right, side > 0, low, high, start - side * edge)


def _percentages(found: Iterable[Curve], logs: Numbers) -> Numbers:
    """The percentages of all curves at these logarithms of sizes, where they have points."""
    each = [
        np.interp(logs, np.log(one.points["n_train"]), 100 * one.points["accuracy"], left=np.nan, right=np.nan)
        for one in found
    ]
    return np.concatenate([shares[~np.isnan(shares)] for shares in each])


def draw(figure: Figure, drawn: Ribbon, found: Sequence[Curve], plot: Plot, theme: Theme) -> tuple[float, float]:
    """Draw the ribbon and its words; returns the ends of an axis of percentages that contains them."""
    plot = replace(plot, low=min(plot.low, drawn.low.min()), high=max(plot.high, drawn.high.max()))
    lines = textwrap.wrap(drawn.words, LETTERS)
    for _ in range(2):  # making room for the words makes them taller in percent
        put = clear_place(drawn.n, drawn.low, drawn.high, found, lines, plot)
        plot = replace(plot, low=min(plot.low, put.low), high=max(plot.high, put.high))
    grey, x = QUIET_TEXT[theme], float(np.log10(drawn.n[-1 if put.right else 0]))
    line = {"width": 1, "color": translucent(grey, 0.45)}  # dark enough to be seen through the bands of curves
    draw_edges(figure, drawn.n, (drawn.low, drawn.high), translucent(grey, 0.1), line=line)
    side, edge = "right" if put.right else "left", "bottom" if put.above else "top"
    y = put.low if put.above else put.high
    note(figure, theme, "<br>".join(lines), x=x, xanchor=side, align=side, y=y, yanchor=edge)
    return float(plot.low), float(plot.high)
