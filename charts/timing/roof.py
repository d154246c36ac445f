"""The roofline (Williams et al. 2009): the machine's limit over operations a byte, and the work under it."""

import math
from collections.abc import Sequence
from html import escape

import numpy as np
import pandas as pd

from analysis.timing.names import named
from analysis.timing.roof import Roof, roof
from charts.common import style
from charts.common.axes import FINER, log_axis, padded
from charts.common.style import Figure, Theme, device_look

Box = tuple[float, float, float, float]  # left, right, low, high

UNITS = (("trillion", 1e12), ("billion", 1e9), ("million", 1e6))

LETTER, ROW = 7.0, 19.0
"""Pixels of a letter of 13-pixel text, and of a row of it."""

PLACES = {
    "bottom center": (-0.5, -1.0),
    "middle right": (0.08, 0.0),
    "middle left": (-1.08, 0.0),
    "top center": (-0.5, 1.0),
}
"""Where words may stand: what part of their length begins left of the mark, how many rows they stand above it."""


def roof_figure(
    points: pd.DataFrame, rows: pd.DataFrame, dtype: str, theme: Theme = "light", narrow: bool = False
) -> Figure:
    """The roof of `rows` in the number format, and each of `points` (from `under_roof`) with its share of it."""
    limit = roof(rows, dtype)
    figure = style.figure(theme, height=440 if narrow else 480, narrow=narrow)
    x, y = points["intensity"], points["rate"]
    left, right = padded(min(x.min(), limit.ridge) / 3, max(x.max(), limit.ridge) * 2)
    low, high = padded(min(y.min(), limit.at(left)), max(y.max(), limit.flop_per_second))
    ticks = log_axis(left, right, lambda value: f"{value:,g}", most_ticks=5 if narrow else 10)
    figure.update_xaxes(title_text="Operations a byte that is read or written", **ticks)
    word, unit = next((word, unit) for word, unit in UNITS if limit.flop_per_second >= unit or unit == 1e6)
    ticks = log_axis(low, high, lambda value: f"{value / unit:,g}", most_ticks=8, choices=FINER)
    figure.update_yaxes(title_text=f"Operations a second ({word}s)", **ticks)
    _draw_roof(figure, limit, (left, right), theme)
    _draw_points(figure, points, limit, (left, right, low, high), theme, narrow)
    return figure


def rate(value: float) -> str:
    """Operations a second in words: `89 billion`."""
    for word, least in UNITS:
        if value >= least * 0.9995:
            return f"{float(f'{value / least:.2g}'):g} {word}"
    return f"{value:,.0f}"


def _draw_roof(figure: Figure, limit: Roof, ends: tuple[float, float], theme: Theme) -> None:
    """The slope of memory and the flat of arithmetic, shaded above, each with its name."""
    x = [ends[0], limit.ridge, ends[1]]
    line = {"color": style.QUIET_TEXT[theme], "width": 2}
    figure.add_scatter(
        x=x, y=[limit.at(value) for value in x], mode="lines", line=line, hoverinfo="text",
        hovertext=["The limit of memory", "Here both limits meet", "The limit of arithmetic"],
    )  # fmt: skip
    figure.add_annotation(
        text=_roof_words(limit),
        x=math.log10(ends[0]), xanchor="left", y=math.log10(limit.flop_per_second), yanchor="bottom", yshift=4,
        showarrow=False, font={"size": 13, "color": style.QUIET_TEXT[theme]},
    )  # fmt: skip


def _roof_words(limit: Roof) -> str:
    return f"the roof: {rate(limit.flop_per_second)} a second"


def _draw_points(figure: Figure, points: pd.DataFrame, limit: Roof, ends: Box, theme: Theme, narrow: bool) -> None:
    """A mark an operation, with its name and its share where there is room."""
    look = device_look(points["device"].iloc[0])
    words = [f"{named(row.operation).title.partition(',')[0]} {100 * row.share:.0f} %" for row in points.itertuples()]
    if narrow:  # little room, and the best product is the roof itself
        words = ["" if word.startswith("Matrix product") else word for word in words]
    width, height = (270 if narrow else 740), (350 if narrow else 400)
    x = width * np.log(points["intensity"] / ends[0]) / np.log(ends[1] / ends[0])
    y = height * np.log(points["rate"] / ends[2]) / np.log(ends[3] / ends[2])
    is_here = points["origin"].iloc[0] == "here"
    figure.add_scatter(
        x=points["intensity"],
        y=points["rate"],
        mode="markers+text",
        text=[escape(word, quote=False) for word in words],
        textposition=places(x.tolist(), y.tolist(), words, width, _roof_boxes(limit, ends, width, height)),
        textfont={"size": 13, "color": look.text[theme]},
        cliponaxis=False,
        marker={"size": 11, "color": look.line[theme], "symbol": "circle" if is_here else "circle-open",
                "line": {"color": look.line[theme], "width": 2}},
        hovertext=[_hover(row) for _, row in points.iterrows()],
        hoverinfo="text",
    )  # fmt: skip


def places(x: list[float], y: list[float], words: list[str], width: float, drawn: Sequence[Box]) -> list[str]:
    """For each mark, in pixels, the first place where its words cover no mark, no words and nothing `drawn`."""
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
    """What the roof and its words cover, in pixels: words keep clear of it."""
    x = np.geomspace(ends[0], ends[1], 41)
    across = np.linspace(0, width, len(x))
    up = height * np.log([limit.at(value) / ends[2] for value in x]) / np.log(ends[3] / ends[2])
    boxes = [
        (left, right, min(low, high) - 1, max(low, high) + 1)
        for left, right, low, high in zip(across, across[1:], up, up[1:], strict=False)
    ]
    return [(0.0, len(_roof_words(limit)) * LETTER, float(up[-1]), float(up[-1]) + ROW + 4), *boxes]


def _box(x: float, y: float, long: float, begins: float, above: float) -> Box:
    """Left, right, low and high of words beside, under or over a mark."""
    left, middle = x + begins * long + math.copysign(10, begins) * (above == 0), y + 16 * above
    return left, left + long, middle - ROW / 2, middle + ROW / 2


def _cost(box: Box, taken: list[Box], width: float) -> float:
    """How many others the words would cover; leaving the plot is worse than any."""
    covered = sum(box[0] < b and a < box[1] and box[2] < d and c < box[3] for a, b, c, d in taken)
    return covered + 100 * (box[0] < 0 or box[1] > width or box[2] < 0)


def _hover(point: pd.Series) -> str:
    """What a mark says."""
    what = named(point["operation"])
    way = [point["dtype"], *["compiled"] * bool(point["compiled"]), *["colours last"] * bool(point["channels_last"])]
    return (
        f"<b>{what.title}</b>, {what.at(point['size'])}, {', '.join(way)}<br>"
        f"{rate(point['rate'])} operations a second: {100 * point['share']:.0f} % of the limit<br>"
        f"{point['intensity']:.3g} operations a byte"
    )
