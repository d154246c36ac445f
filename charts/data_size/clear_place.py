"""Where words along a ribbon hide no curve: worked out before a browser measures them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from charts.common.curves import Curve
from charts.data_size.bands import LETTER, ROW

Numbers = NDArray[np.float64]

CLEAR = 10
"""Pixels between words and a curve's line that are enough."""

TOP = 100.5
"""Percent at which words must end: an axis that went on would seem to hold more than all."""


@dataclass(frozen=True)
class Plot:
    """A log axis of sizes from left to right and one of percent from low to high, with their lengths in pixels."""

    left: float
    right: float
    width: float
    height: float
    low: float
    high: float


@dataclass(frozen=True)
class Place:
    """The words' end at the right or left, and their feet and heads in percent; `above` tells which is at the edge.

    `away` says how many percentage points they had to move off the end of their edge.
    """

    right: bool
    above: bool
    low: float
    high: float
    away: float


def clear_place(
    n: Numbers, low: Numbers, high: Numbers, found: Sequence[Curve], lines: Sequence[str], plot: Plot
) -> Place:
    """The place clear of every curve that is nearest to an end of one of the ribbon's edges, and rather outside.

    `n` are sizes, `low` and `high` the edges there in percent.
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


def _at(edge: float, heights: Numbers, right: bool, side: int, tall: float, clear: float) -> Place:
    """Up from the edge, or down where `side` is -1, as far as it takes to be clear of all heights."""
    start, lines = side * edge, side * heights
    # 0.99: by rounding, a line that was just cleared would be in the way again, for ever.
    while (near := lines[(lines > start - 0.99 * clear) & (lines < start + tall + clear)]).size:
        start = float(near.max()) + clear
    low, high = sorted((side * start, side * (start + tall)))
    return Place(right, side > 0, low, high, start - side * edge)


def _heights(found: Iterable[Curve], under: Numbers) -> Numbers:
    """The percentages of all curves at these logarithms of sizes, where they have any."""
    heights = [
        np.interp(under, np.log(one.points["n_train"]), 100 * one.points["accuracy"], left=np.nan, right=np.nan)
        for one in found
    ]
    return np.concatenate([height[~np.isnan(height)] for height in heights])
