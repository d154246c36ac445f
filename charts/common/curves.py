"""Curves: the line, band, marks and name of each learner, recipe, origin and machine."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
from numpy.typing import ArrayLike

from analysis.common.machine import device_name, measured_here, short_name
from charts.common.marks import draw_band, hovers, marker
from charts.common.style import BAND, Figure, Theme, dash, look, symbol

CURVE = ["learner", "recipe", "origin", "settings", "device", "machine"]


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
    draw_band(figure, x, low, high, look(curve.learner).line[theme], BAND[theme], curve.name, **where)


def draw_line(
    figure: Figure,
    curve: Curve,
    x: ArrayLike,
    y: ArrayLike,
    write: Callable[[pd.Series], str],
    theme: Theme,
    **options: Any,
) -> None:
    """The line of a curve, whose marks say what `write` makes of its points; `options` are those of the trace."""
    colour = look(curve.learner).line[theme]
    usual = {
        "name": curve.name,
        "legendgroup": curve.name,
        "mode": "lines+markers",
        "line": {"color": colour, "width": 2.5, "dash": dash(curve.learner, curve.recipe, curve.place)},
        "marker": marker(colour, symbol(curve.learner, curve.recipe, curve.origin, curve.place)),
    }
    figure.add_scatter(x=x, y=y, **hovers(curve.points, write), **(usual | options))
