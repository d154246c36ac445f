"""A place for the words of a ribbon where they hide no curve, computed without a browser to measure them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

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


class Spot(NamedTuple):
    """Where words may stand: at an end of the ribbon, above or below one of its edges."""

    end: str  # "left" or "right"
    edge: float  # its percentage at this end
    side: int  # 1 above the edge, -1 below it


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
    span_at = {"left": (first, min(last, first + width)), "right": (max(first, last - width), last)}
    curves_at = {end: _percentages(found, np.linspace(*span, 24)) for end, span in span_at.items()}
    outside = [Spot("left", float(high[0]), 1), Spot("right", float(low[-1]), -1)]
    outside += [Spot("right", float(high[-1]), 1), Spot("left", float(low[0]), -1)]
    inside = [spot._replace(side=-spot.side) for spot in outside]
    places = [_at(spot, curves_at[spot.end], height, clear) for spot in (*outside, *inside)]
    penalties = [0.0] * len(outside) + [height] * len(inside)
    costs = [one.away + more if one.high <= TOP else np.inf for one, more in zip(places, penalties, strict=True)]
    return places[int(np.argmin(costs))]


def _at(spot: Spot, curves: Numbers, height: float, clear: float) -> WordsPlace:
    """The clear place of words of this height that is nearest to the edge, given the percentages of the curves."""
    # Below an edge all is mirrored, so that farther from the edge is always larger.
    start, curves = spot.side * spot.edge, spot.side * curves
    # Without 0.99, rounding could put a curve just cleared in the way again, and the loop would never end.
    while (near := curves[(curves > start - 0.99 * clear) & (curves < start + height + clear)]).size:
        start = float(near.max()) + clear
    low, high = sorted((spot.side * start, spot.side * (start + height)))
    return WordsPlace(spot.end == "right", spot.side > 0, low, high, start - spot.side * spot.edge)


def _percentages(found: Iterable[Curve], logs: Numbers) -> Numbers:
    """The percentages of all curves at these logarithms of sizes, where they have points."""
    each = [
        np.interp(logs, np.log(one.points["n_train"]), 100 * one.points["accuracy"], left=np.nan, right=np.nan)
        for one in found
    ]
    return np.concatenate([shares[~np.isnan(shares)] for shares in each])
