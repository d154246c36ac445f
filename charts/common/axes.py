"""Axes: logarithmic ones with ticks at 1, 2 and 5; of images, times and percentages; of rows with two scales."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.common.wording import count, duration, moment
from charts.common.style import Figure

Steps = tuple[float, ...]

ONE_TWO_FIVE: tuple[Steps, ...] = ((1, 2, 5), (1, 5), (1,))

FINER: tuple[Steps, ...] = ((1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 5, 7), *ONE_TWO_FIVE)
"""Steps of ticks, from many to few, for an axis that may span less than one power of ten."""

LETTER, GAP = 6.3, 6.0
"""Average width of a letter of a 13-pixel label, and least distance between two labels, in pixels."""

TIMES = (0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 36000, 360000)
"""Round seconds: 10 s, 1 min, 10 min, 1 h."""

MOMENTS = (
    (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0),
    (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 60.0, 180.0, 600.0, 1800.0),
    (0.01, 0.1, 1.0, 10.0, 60.0, 600.0, 3600.0),
    (0.01, 1.0, 60.0, 3600.0),
)
"""Round times for ticks, from many to few."""

ROW = {False: 46, True: 58}
"""Height of a row in pixels, on a wide and on a narrow screen, where its name is above it."""


def ticks(low: float, high: float, steps: Steps = (1, 2, 5)) -> list[float]:
    """The steps, by default 1, 2 and 5, times every power of ten, from low to high."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    values = [step * 10.0**power for power in powers for step in steps]
    return [value for value in values if low * 0.999 <= value <= high * 1.001]


def log_axis(
    low: float,
    high: float,
    write: Callable[[float], str],
    *,
    most_ticks: int = 9,
    choices: tuple[Steps, ...] = ONE_TWO_FIVE,
    also: float | None = None,
    width: float = math.inf,
) -> dict[str, Any]:
    """The settings of a logarithmic axis from low to high with at most this many ticks, each written by `write`.

    `also` is a value that always has a tick; round values too close to it have none. `width` is that of the axis in
    pixels: labels side by side do not overlap.
    """

    def are_apart(one: float, other: float) -> bool:
        room = LETTER * (len(write(one)) + len(write(other))) / 2 + GAP
        return width == math.inf or width * abs(math.log(other / one)) / math.log(high / low) >= room

    found = [ticks(low, high, steps) for steps in choices]
    fitting = (values for values in found if len(values) <= most_ticks and all(map(are_apart, values, values[1:])))
    chosen = next(fitting, None) or _thinned(found[-1], are_apart)
    if also is not None:
        room = math.log(high / low) / most_ticks / 2
        far = [value for value in chosen if abs(math.log(value / also)) > room and are_apart(value, also)]
        chosen = sorted([also, *far])
    return {
        "type": "log",
        "range": [math.log10(low), math.log10(high)],
        "tickvals": chosen,
        "ticktext": [write(value) for value in chosen],
    }


def _thinned(values: list[float], are_apart: Callable[[float, float], bool]) -> list[float]:
    """The largest value, and of the smaller ones each that is far enough from the one kept before it."""
    kept: list[float] = []
    for value in reversed(values):
        if not kept or are_apart(value, kept[-1]):
            kept.append(value)
    return kept[::-1]


def images_axis(low: float, high: float, largest: float, width: float = math.inf) -> dict[str, Any]:
    """A logarithmic axis of numbers of images, with a tick at the largest size measured."""
    return log_axis(low, high, count, most_ticks=10, also=largest, width=width)


def sizes_axis(sizes: pd.Series, narrow: bool) -> dict[str, Any]:
    """A logarithmic axis with ticks at measured sizes only, as many as there is room for."""
    measured = sorted(sizes.unique())
    step = -(-len(measured) // (5 if narrow else 10))
    chosen = measured[::-1][::step][::-1]
    return {"type": "log", "tickvals": chosen, "ticktext": [count(size) for size in chosen]}


def time_axis(low: float, high: float) -> dict[str, Any]:
    """A logarithmic axis of seconds with ticks at round times, or at 1, 2 and 5 if fewer than two are in range."""
    axis = log_axis(low, high, duration, most_ticks=8)
    chosen = [time for time in TIMES if low <= time <= high]
    return axis | {"tickvals": chosen, "ticktext": [*map(duration, chosen)]} if len(chosen) >= 2 else axis


def moments_axis(low: float, high: float, most_ticks: int) -> dict[str, Any]:
    """A logarithmic axis of seconds with ticks at round times, none of them in milliseconds."""
    within = [[time for time in times if low <= time <= high] for times in MOMENTS]
    chosen = next((times for times in within if len(times) <= most_ticks), within[-1])
    ends = [math.log10(low), math.log10(high)]
    return {"type": "log", "range": ends, "tickvals": chosen, "ticktext": [*map(moment, chosen)]}


def percent_range(low: float, high: float) -> list[float]:
    """A range of percentages with some room, but not far above 100."""
    room = 0.04 * (high - low) + 0.3
    return [low - room, min(high + room, 100.5)]


def rows_axis(names: Sequence[str]) -> dict[str, Any]:
    """An axis of named rows at 0, -1, -2, ..., the first one at the top."""
    return {"tickvals": [-row for row in range(len(names))], "ticktext": list(names)}


def set_axes(figure: Figure, x_title: str, x: dict[str, Any], y_title: str, y: dict[str, Any]) -> None:
    """Give both axes of a figure their titles and settings."""
    figure.update_xaxes(title_text=x_title, **x)
    figure.update_yaxes(title_text=y_title or None, **y)


def padded(low: float, high: float, share: float = 0.06) -> tuple[float, float]:
    """The range widened at both ends by this share of its logarithmic length."""
    room = max(share * math.log(high / low), 0.05)
    return float(low * np.exp(-room)), float(high * np.exp(room))


def name_rows(figure: Figure, names: Sequence[str], narrow: bool) -> None:
    """Write each row's name beside it or, on a narrow screen, above it."""
    for row, name in enumerate(names if narrow else ()):
        place = {"x": 0, "xref": "paper", "xanchor": "left", "y": -row, "yanchor": "bottom", "yshift": 9}
        figure.add_annotation(text=name, showarrow=False, **place)
    axis = rows_axis(["" if narrow else f"{name} " for name in names])
    figure.update_yaxes(range=[0.6 - len(names), 0.7], automargin=not narrow, showgrid=not narrow, **axis)


def set_scales(
    figure: Figure, titles: tuple[str, str], cost: dict[str, Any], accuracy: list[float], narrow: bool
) -> None:
    """The titles of both scales, the settings of the left one, and the range of the right one in percent."""
    plain = figure.layout.xaxis.to_plotly_json() | {"showgrid": True}
    left, right = ({**plain, "title": {**plain["title"], "text": title}} for title in titles)
    figure.update_layout(
        xaxis=left | {"domain": [0, 0.55], **cost},
        xaxis2=right | {"domain": [0.62, 1], "type": "linear", "range": accuracy, "nticks": 3 if narrow else 6},
        margin={"l": 12 if narrow else 60, "t": 24},
    )
