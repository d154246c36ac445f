"""The crossings as vertical bands, with words at the foot of the plot that do not overlap."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.common.wording import about
from analysis.data_size.crossover import Crossover
from charts.common.marks import note
from charts.common.style import SHADE, SURFACE, Figure, Theme

LETTER = 6.2
"""Average width of a letter of 13-pixel text, in pixels: words are laid out before a browser can measure them."""

ROW = 19
"""Height of a row of words, in pixels."""


@dataclass(frozen=True)
class BandWords:
    """The words of one band: their row (0 is the lowest), centre and half length, from 0 to 1 along the axis."""

    text: str
    row: int
    middle: float
    half: float


def drawable(found: Sequence[Crossover]) -> list[Crossover]:
    """The crossings that have a band, from left to right."""
    banded = [crossing for crossing in found if crossing.low or crossing.high]
    return sorted(banded, key=lambda crossing: ends(crossing)[0])


def ends(crossing: Crossover) -> tuple[float, float]:
    """Where the band begins and ends; an open side reaches to the smallest or the largest size measured."""
    return crossing.low or crossing.smallest, crossing.high or crossing.largest


def words(crossing: Crossover) -> str:
    """What a band says, such as `cross here, quick: 1,400–2,900`."""
    if crossing.low is None and crossing.high is not None:
        place = f"before {about(crossing.high)}"
    elif crossing.high is None and crossing.low is not None:
        place = f"from {about(crossing.low)} on"
    else:
        place = f"{about(crossing.low or 0)}–{about(crossing.high or 0)}"
    return f"cross here{f', {crossing.recipe}' if crossing.recipe else ''}: {place}"


def lay_out(found: Sequence[Crossover], low: float, high: float, width: float) -> list[BandWords]:
    """A row and a place for the words of each crossing, on a log axis from low to high with this width in pixels."""
    laid: list[BandWords] = []
    for crossing in found:
        text, (start, end) = words(crossing), ends(crossing)
        middle = (math.log(math.sqrt(start * end)) - math.log(low)) / (math.log(high) - math.log(low))
        half = len(text) * LETTER / 2 / width
        middle = min(max(middle, half), 1 - half)
        taken = {put.row for put in laid if abs(put.middle - middle) < put.half + half + 0.02}
        row = next(row for row in range(len(laid) + 1) if row not in taken)
        laid.append(BandWords(text, row, middle, half))
    return laid


def draw(
    figure: Figure, found: Sequence[Crossover], laid: Sequence[BandWords], theme: Theme, over_lines: bool = False
) -> None:
    """Shade each crossing and write its words at the foot of the plot, on their own ground if lines reach there."""
    plot = {"y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
    for start, end in map(ends, found):
        figure.add_shape(type="rect", x0=start, x1=end, fillcolor=SHADE[theme], line_width=0, **plot)
    place = {"xanchor": "center", "xref": "x domain", "y": 0, "yref": "paper", "yanchor": "bottom"}
    place |= {"bgcolor": SURFACE[theme]} if over_lines else {}
    for put in laid:
        note(figure, theme, put.text, x=put.middle, yshift=3 + ROW * put.row, **place)
