"""A place for the words of a ribbon where they hide no curve, computed without a browser to measure them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from charts.common.curves import Curve
from charts.data_size.bands import LETTER, ROW

Numbers = NDArray[np.float64]

CLEAR = 10
"""Pixels to keep between the words and a curve."""

TOP = 100.5
"""The percentage that the words must not exceed: a longer axis would suggest that accuracy can exceed 100 %."""


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
    wide = max(map(len, lines)) * LETTER / plot.width * np.log(plot.right / plot.left)
    pixel = (plot.high - plot.low) / plot.height
    tall, clear = (ROW * len(lines) + 4) * pixel, CLEAR * pixel
    first, last = np.log(n[[0, -1]])
    under = {False: (first, min(last, first + wide)), True: (max(first, last - wide), last)}
    heights = {right: _heights(found, np.linspace(*ends, 24)) for right, ends in under.items()}
    outside = (False, high, 1), (True, low, -1), (True, high, 1), (False, low, -1)
    places = [
        _at(float(edge[-1 if right else 0]), heights[right], right, side * way, tall, clear)
        for way in (1, -1)
        for right, edge, side in outside
    ]
    inside = [0.0] * len(outside) + [tall] * len(outside)
    costs = [one.away + more if one.high <= TOP else np.inf for one, more in zip(places, inside, strict=True)]
    return places[int(np.argmin(costs))]


def _at(edge: float, heights: Numbers, right: bool, side: int, tall: float, clear: float) -> WordsPlace:
    """The first clear place above the edge or, if `side` is -1, below it; `heights` are those of the curves."""
    start, lines = side * edge, side * heights
    # Without 0.99, rounding could put a line just cleared in the way again, and the loop would never end.
    while (near := lines[(lines > start - 0.99 * clear) & (lines < start + tall + clear)]).size:
        start = float(near.max()) + clear
    low, high = sorted((side * start, side * (start + tall)))
    return WordsPlace(right, side > 0, low, high, start - side * edge)


def _heights(found: Iterable[Curve], under: Numbers) -> Numbers:
    """The percentages of all curves at these logarithms of sizes, where they have points."""
    heights = [
        np.interp(under, np.log(one.points["n_train"]), 100 * one.points["accuracy"], left=np.nan, right=np.nan)
        for one in found
    ]
    return np.concatenate([height[~np.isnan(height)] for height in heights])
