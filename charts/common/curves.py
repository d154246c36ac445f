"""Curves: the line, band and marks of each, and its name beside its end or, without room, in a legend below."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import isotonic_regression

from analysis.common.machine import device_name, measured_here, short_name
from charts.common.marks import STILL, Write, draw_band, hovers, marker
from charts.common.style import BAND, FONT, LEAST_NARROW, LEAST_WIDE, Figure, Theme, dash, look, symbol

CURVE = ["learner", "recipe", "origin", "settings", "device", "machine"]

ROOM = 156
"""Pixels to the right of the plot for names in lines of about seventeen letters."""

NAME = "line"
"""What the annotations are called that name a line."""

LINE = 9 / 7
"""The height of a line of text, divided by the size of its letters."""


@dataclass(frozen=True)
class Curve:
    """The points of one curve, smallest size first, and its name."""

    learner: str
    recipe: str
    origin: str
    plain_name: str
    points: pd.DataFrame
    short_name: str = ""
    letters: int = 20  # in a line of the name beside the plot
    place: int = 0  # of its machine, among those that measured the same curve

    @property
    def name(self) -> str:
        """The name as markup."""
        return escape(self.plain_name, quote=False)

    @property
    def wrapped(self) -> str:
        """The short name, or else the plain name, as markup broken into short lines."""
        lines = textwrap.wrap(self.short_name or self.plain_name, self.letters)
        return "<br>".join(escape(line, quote=False) for line in lines)


def curves(summary: pd.DataFrame) -> Iterator[Curve]:
    """The curves of a summary; names include the recipe, `live` or `recorded`, and the machine where these differ."""
    for key, points in summary.groupby(CURVE, sort=False, dropna=False):
        learner, recipe, origin, _, device, machine = (str(part) for part in key)
        same = summary[summary["learner"] == learner]
        words = [recipe] if summary["recipe"].nunique() > 1 and learner != "majority" else []
        rest = same[same["recipe"] == recipe]
        words += ["live" if measured_here(origin) else "recorded"] * (rest["origin"].map(measured_here).nunique() > 1)
        places = rest[["machine", "device"]].drop_duplicates()
        alike = rest[rest["origin"].map(measured_here) == measured_here(origin)]
        place = [*dict.fromkeys(zip(alike["machine"], alike["device"], strict=True))].index((machine, device))
        words += [_machine_name(machine, device, places)] * (len(places) > 1)
        yield named_curve(learner, recipe, origin, words, points.sort_values("n_train"), place)


def named_curve(
    learner: str, recipe: str, origin: str, words: Sequence[str], points: pd.DataFrame, place: int = 0
) -> Curve:
    """A curve named after its learner and these words."""
    plain, short = (", ".join([name, *words]) for name in (look(learner).label, look(learner).short))
    return Curve(learner, recipe, origin, plain, points, short, 17, place)


def _machine_name(machine: str, device: str, places: pd.DataFrame) -> str:
    """`H200`: the short name of a CPU or GPU, or the whole one if another of these places shares the short one."""
    names = [short_name(str(one), str(by)) for one, by in places.itertuples(index=False)]
    short = short_name(machine, device)
    return short if names.count(short) == 1 else device_name(machine, device)


def shade(
    figure: Figure, curve: Curve, x: ArrayLike, low: ArrayLike, high: ArrayLike, theme: Theme, **where: int
) -> None:
    """The band of a curve; `where` is the row and the column of one of several panels."""
    draw_band(figure, x, low, high, look(curve.learner).line[theme], BAND[theme], legendgroup=curve.name, **where)


def draw_line(
    figure: Figure, curve: Curve, x: ArrayLike, y: ArrayLike, write: Write, theme: Theme, **options: Any
) -> None:
    """The line of a curve, whose marks say what `write` makes of its points.

    `options` of the trace replace the usual ones; without a `legendgroup`, names below the plot stand closer together.
    """
    colour = look(curve.learner).line[theme]
    usual = {
        "name": curve.name,
        "legendgroup": curve.name,
        "mode": "lines+markers",
        "line": {"color": colour, "width": 2.5, "dash": dash(curve.learner, curve.recipe, curve.place)},
        "marker": marker(colour, symbol(curve.learner, curve.recipe, curve.origin, curve.place)),
    }
    figure.add_scatter(x=x, y=y, **hovers(curve.points, write), **(usual | options))


def name_lines(figure: Figure, ends: list[tuple[Curve, float]], theme: Theme, narrow: bool, room: int = ROOM) -> None:
    """Name each line beside its last value, or below the plot if narrow; the range of the y axis must be set."""
    if narrow:
        _name_below(figure, len(ends))
        return
    figure.update_layout(margin_r=room)
    is_log = figure.layout.yaxis.type == "log"
    _name_beside(figure, [(curve, float(np.log10(end)) if is_log else end) for curve, end in ends], theme)


def least_width(figure: Figure, narrow: bool, room: int = ROOM) -> float:
    """The least width of the plot in pixels, with room for names beside it if not narrow."""
    width = LEAST_NARROW if narrow else LEAST_WIDE
    return float(width - figure.layout.margin.l - (figure.layout.margin.r if narrow else room))


def plot_height(figure: Figure) -> float:
    """The height of the plot in pixels."""
    return float(figure.layout.height - figure.layout.margin.t - figure.layout.margin.b)


def _name_beside(figure: Figure, ends: list[tuple[Curve, float]], theme: Theme) -> None:
    """Write each curve's name to the right of its last value; `ends` holds the axis coordinate of each last value."""
    for curve, end in ends:
        figure.add_annotation(
            name=NAME,
            text=f"<b>{curve.wrapped}</b>",
            x=1,
            xref="paper",
            xanchor="left",
            xshift=10,
            y=end,
            yanchor="middle",
            align="left",
            showarrow=False,
            font={"size": 14, "color": look(curve.learner).text[theme], "family": FONT},
        )
    spread_names(figure)


def spread_names(figure: Figure) -> None:
    """Move the names beside the lines where they would overlap, as little as possible in all.

    The least total movement is found by isotonic regression on the gaps. Names stay within the height of the plot,
    because plotly would not draw them outside.
    """
    names = sorted((one for one in figure.layout.annotations if one.name == NAME), key=lambda one: one.y)
    if not names:
        return
    low, high = figure.layout.yaxis.range
    pixels = np.array([LINE * one.font.size * (1 + one.text.count("<br>")) + 4 for one in names])
    heights = pixels * (high - low) / plot_height(figure)
    offsets = np.cumsum(heights) - heights / 2
    free = isotonic_regression(np.array([one.y for one in names]) - offsets).x
    for one, place in zip(names, np.clip(free, low, high - heights.sum()) + offsets, strict=True):
        one.y = float(place)


def _name_below(figure: Figure, n_curves: int) -> None:
    """A legend below the plot with one entry per line, for screens without room beside it."""
    room = 33 * n_curves  # browsers draw an entry of 14 px text with 33 pixels
    figure.update_layout(
        showlegend=True,
        height=figure.layout.height + room,
        margin_b=figure.layout.margin.b + room,
        legend={
            "orientation": "v",
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "font": {"size": 14},
            **STILL,
        },
    )
