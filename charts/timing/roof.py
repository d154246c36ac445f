"""The roofline (Williams et al. 2009): the machine's limit over operations per byte, and operations below it."""

import math
from collections.abc import Sequence
from html import escape

import numpy as np
import pandas as pd

from analysis.timing.names import named
from analysis.timing.roof import UNITS, Roof, rate, roof, share_reached
from charts.common.axes import FINER, log_axis, padded, set_axes
from charts.common.curves import least_width, plot_height
from charts.common.marks import hover, hovers, marker, note
from charts.common.style import QUIET_TEXT, Figure, Theme, by_origin, device_look, empty_figure

Box = tuple[float, float, float, float]  # left, right, low, high

LETTER, ROW = 7.0, 19.0
"""Width of a letter and height of a row of 13-pixel text, in pixels."""

PLACES = {
    "bottom center": (-0.5, -1.0),
    "middle right": (0.08, 0.0),
    "middle left": (-1.08, 0.0),
    "top center": (-0.5, 1.0),
}
"""Possible places of words: how far right of the mark they begin, in their own lengths, and how many rows above it."""


def roof_figure(
    points: pd.DataFrame, rows: pd.DataFrame, dtype: str, theme: Theme = "light", narrow: bool = False
) -> Figure:
    """The roof of `rows` in the number format, and each of `points` (from `under_roof`) with its share of it."""
    limit = roof(rows, dtype)
    figure = empty_figure(theme, height=440 if narrow else 480, narrow=narrow)
    x, y = points["intensity"], points["rate"]
    left, right = padded(min(x.min(), limit.ridge) / 3, max(x.max(), limit.ridge) * 2)
    low, high = padded(min(y.min(), limit.at(left)), max(y.max(), limit.flop_per_second))
    across = log_axis(left, right, lambda value: f"{value:,g}", most_ticks=5 if narrow else 10)
    word, unit = next((word, unit) for word, unit in UNITS if limit.flop_per_second >= unit or unit == 1e6)
    up = log_axis(low, high, lambda value: f"{value / unit:,g}", most_ticks=8, choices=FINER)
    set_axes(figure, "Operations per byte read or written", across, f"Operations per second ({word}s)", up)
    _draw_roof(figure, limit, (left, right), theme)
    _draw_points(figure, points, limit, (left, right, low, high), theme, narrow)
    return figure


def _draw_roof(figure: Figure, limit: Roof, ends: tuple[float, float], theme: Theme) -> None:
    """The slope of memory and the flat part of arithmetic, with the name of the roof."""
    x = [ends[0], limit.ridge, ends[1]]
    figure.add_scatter(
        x=x,
        y=[limit.at(value) for value in x],
        mode="lines",
        line={"color": QUIET_TEXT[theme], "width": 2},
        hoverinfo="text",
        hovertext=["The limit of memory", "Both limits meet here", "The limit of arithmetic"],
    )
    place = {"x": math.log10(ends[0]), "xanchor": "left", "yanchor": "bottom", "yshift": 4}
    note(figure, theme, _roof_words(limit), y=math.log10(limit.flop_per_second), **place)


def _roof_words(limit: Roof) -> str:
    return f"the roof: {rate(limit.flop_per_second)} a second"


def _draw_points(figure: Figure, points: pd.DataFrame, limit: Roof, ends: Box, theme: Theme, narrow: bool) -> None:
    """A mark per operation, with its name and share where there is room."""
    look = device_look(points["device"].iloc[0])
    words = [
        f"{named(row.operation).title.partition(',')[0]} {share_reached(row.share)}" for row in points.itertuples()
    ]
    if narrow:  # there is little room, and what computes fastest is the roof itself
        words = ["" if fast else word for word, fast in zip(words, points["rate"] == points["rate"].max(), strict=True)]
    width, height = least_width(figure, narrow, room=figure.layout.margin.r), plot_height(figure)
    x = width * np.log(points["intensity"] / ends[0]) / np.log(ends[1] / ends[0])
    y = height * np.log(points["rate"] / ends[2]) / np.log(ends[3] / ends[2])
    figure.add_scatter(
        x=points["intensity"],
        y=points["rate"],
        mode="markers+text",
        text=[escape(word, quote=False) for word in words],
        textposition=places(x.tolist(), y.tolist(), words, width, _roof_boxes(limit, ends, width, height)),
        textfont={"size": 13, "color": look.text[theme]},
        cliponaxis=False,
        marker=marker(look.line[theme], by_origin("circle", points["origin"].iloc[0]), size=11, width=2),
        **hovers(points, _hover),
    )


def places(x: list[float], y: list[float], words: list[str], width: float, drawn: Sequence[Box]) -> list[str]:
    """For each mark, in pixels, the place where its words cover the fewest marks, words and boxes of `drawn`."""
    taken = [*drawn]
    taken += [(mark - 6, mark + 6, height - 6, height + 6) for mark, height in zip(x, y, strict=True)]
    chosen = []
    for mark, height, word in zip(x, y, words, strict=True):
        boxes = {name: _box(mark, height, len(word) * LETTER, *at) for name, at in PLACES.items()}
        costs = {name: _cost(box, taken, width) for name, box in boxes.items()}
        best = min(costs, key=costs.__getitem__)
        chosen.append(best)
        taken.append(boxes[best])
    return chosen


def _roof_boxes(limit: Roof, ends: Box, width: float, height: float) -> list[Box]:
    """What the roof and its name cover, in pixels."""
    x = np.geomspace(ends[0], ends[1], 41)
    across = np.linspace(0, width, len(x))
    up = height * np.log([limit.at(value) / ends[2] for value in x]) / np.log(ends[3] / ends[2])
    boxes = [
        (left, right, min(low, high) - 1, max(low, high) + 1)
        for left, right, low, high in zip(across, across[1:], up, up[1:], strict=False)
    ]
    return [(0.0, len(_roof_words(limit)) * LETTER, float(up[-1]), float(up[-1]) + ROW + 4), *boxes]


def _box(x: float, y: float, long: float, begins: float, above: float) -> Box:
    """The box of words beside, below or above a mark."""
    beside = 0 if above else math.copysign(10, begins)  # pixels between the mark and words to its left or right
    left, middle = x + begins * long + beside, y + 16 * above
    return left, left + long, middle - ROW / 2, middle + ROW / 2


def _cost(box: Box, taken: list[Box], width: float) -> float:
    """How many boxes the words would cover; leaving the plot costs more than that."""
    left, right, low, high = box
    covered = sum(left < other[1] and other[0] < right and low < other[3] and other[2] < high for other in taken)
    return covered + 100 * (left < 0 or right > width or low < 0)


def _hover(point: pd.Series) -> str:
    """What a mark says."""
    what = named(point["operation"])
    options = ["compiled"] * bool(point["compiled"]) + ["channels last"] * bool(point["channels_last"])
    return hover(
        what.title,
        ", ".join([what.at(point["size"]), point["dtype"], *options]),
        f"{rate(point['rate'])} operations per second: {share_reached(point['share'])} of the limit",
        f"{point['intensity']:.3g} operations per byte",
    )
