"""The crossing drawn as an upright band, with its words under the curves and never over one another."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from analysis.data_size.crossover import Crossover
from charts.common.axes import about
from charts.common.style import QUIET_TEXT, SHADE, Theme

LETTER = 6.2
"""Pixels that a letter of 13-pixel text takes on average: bands' words are laid out before a browser measures them."""

ROW = 19
"""Pixels a row of words."""


@dataclass(frozen=True)
class Words:
    """The words of one band: its row (0 is the lowest) and the place of their middle, from 0 to 1 along the axis."""

    text: str
    row: int
    middle: float


def drawable(found: Sequence[Crossover]) -> list[Crossover]:
    """The crossings that have a band to draw, by place."""
    banded = [crossing for crossing in found if crossing.low or crossing.high]
    return sorted(banded, key=lambda crossing: ends(crossing)[0])


def ends(crossing: Crossover) -> tuple[float, float]:
    """Where the shade begins and ends: an open end reaches to the end of what was measured."""
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


def lay_out(found: Sequence[Crossover], low: float, high: float, width: float) -> list[Words]:
    """A row and a place for each crossing's words on a log axis from low to high that is so many pixels wide."""
    laid: list[tuple[Words, float, float]] = []
    for crossing in found:
        text, (start, end) = words(crossing), ends(crossing)
        middle = (math.log(math.sqrt(start * end)) - math.log(low)) / (math.log(high) - math.log(low))
        half = len(text) * LETTER / 2 / width
        middle = min(max(middle, half), 1 - half)
        taken = {put.row for put, left, right in laid if middle - half < right + 0.02 and middle + half > left - 0.02}
        row = next(row for row in range(len(laid) + 1) if row not in taken)
        laid.append((Words(text, row, middle), middle - half, middle + half))
    return [put for put, _, _ in laid]


def draw(figure: go.Figure, found: Sequence[Crossover], laid: Sequence[Words], theme: Theme) -> None:
    """Shade each crossing and write its words at the foot of the plot."""
    for crossing in found:
        start, end = ends(crossing)
        figure.add_shape(
            type="rect", x0=start, x1=end, y0=0, y1=1, yref="paper", layer="below", fillcolor=SHADE[theme], line_width=0
        )
    for put in laid:
        figure.add_annotation(
            text=put.text,
            x=put.middle,
            xanchor="center",
            xref="x domain",
            y=0,
            yref="paper",
            yanchor="bottom",
            yshift=3 + ROW * put.row,
            showarrow=False,
            font={"size": 13, "color": QUIET_TEXT[theme]},
        )
