"""Accuracy against the amount of a change: one change at a large size, or all of them side by side."""

from collections.abc import Iterator
from functools import partial
from typing import Literal

import pandas as pd

from analysis.common.machine import here_or_recorded, measured_here
from analysis.common.wording import figures, mean_of, number, percents
from analysis.robustness.names import CHANGES, named
from charts.common.axes import set_axes
from charts.common.captions import where_and_when
from charts.common.curves import Curve, draw_line, name_lines, named_curve, shade
from charts.common.marks import hover
from charts.common.style import Figure, Theme, empty_figure, panels

Measure = Literal["accuracy", "lost"]

ENDS = {"accuracy": ("low", "high"), "lost": ("lost_low", "lost_high")}
TITLES = {"accuracy": "Correct test images (%)", "lost": "Share of the accuracy lost (%)"}
CURVE = ["learner", "recipe", "origin", "device", "machine"]


def change_figure(points: pd.DataFrame, measure: Measure, theme: Theme = "light", narrow: bool = False) -> Figure:
    """Every curve under one change, from the unchanged images to the last of five amounts."""
    figure = empty_figure(theme, height=360 if narrow else 440, narrow=narrow)
    change = named(str(points["change"].iloc[0]))
    amounts = sorted(points["amount"].unique())
    falls = change.neutral > amounts[0]
    axis = {
        "tickvals": amounts,
        "ticktext": [figures(amount) for amount in amounts],
        "autorange": "reversed" if falls else None,
    }
    set_axes(figure, f"{change.label} ({change.unit})", axis, TITLES[measure], {"range": _range(points, measure)})
    ends = []
    for curve in _curves(points):
        _draw(figure, curve, measure, theme)
        ends.append((curve, 100 * float(curve.points[measure].iloc[-1])))
    name_lines(figure, ends, theme, narrow)
    return figure


def all_changes_figure(points: pd.DataFrame, measure: Measure, theme: Theme = "light", narrow: bool = False) -> Figure:
    """A small panel for each change, over its five steps."""
    changes = [change for change in CHANGES if change in set(points["change"])]
    columns = 2 if narrow else 5 if len(changes) > 8 else 4
    n_rows = -(-len(changes) // columns)
    titles = [named(change).label for change in changes]
    gaps = {"horizontal_spacing": 0.08 if narrow else 0.025, "vertical_spacing": 0.34 / n_rows}
    height = 190 * n_rows + 60
    figure, places = panels(titles, columns, theme, height=height, narrow=narrow, shared_yaxes=True, **gaps)
    figure.update_layout(margin={"t": 32, "b": 44, "r": 8, "l": 44})
    figure.update_xaxes(tickvals=[0, 1, 2, 3, 4, 5], tickfont_size=12)
    figure.update_yaxes(range=_range(points, measure), tickfont_size=12)
    for where, change in zip(places, changes, strict=True):
        for curve in _curves(points[points["change"] == change]):
            _draw(figure, curve, measure, theme, **where)
    return figure


def _range(points: pd.DataFrame, measure: Measure) -> list[float]:
    """From 0 to 100 %, or lower where a change improves accuracy: the loss is then negative."""
    low = min(0.0, 100 * float(points[ENDS[measure][0]].min()))
    return [low - 2, 102]


def _curves(points: pd.DataFrame) -> Iterator[Curve]:
    """The curves, named with what tells them apart."""
    for key, line in points.groupby(CURVE, sort=False):
        learner, recipe, origin, *_ = map(str, key)
        same = points[points["learner"] == learner]
        words = [recipe] * (points["recipe"].nunique() > 1)
        words += [here_or_recorded(line.iloc[0])] * (same["origin"].map(measured_here).nunique() > 1)
        words += [str(line["machine"].iloc[0])] * (same["machine"].nunique() > 1)
        yield named_curve(learner, recipe, origin, words, line.sort_values("level"))


def _draw(figure: Figure, curve: Curve, measure: Measure, theme: Theme, **where: int) -> None:
    """The band and the line of one curve; in a small panel by steps, without names."""
    points = curve.points
    x = points["level"] if where else points["amount"]
    low, high = (100 * points[end].clip(upper=1) for end in ENDS[measure])  # nobody can lose more than everything
    shade(figure, curve, x, low, high, theme, **where)
    smaller = {"line_width": 2, "marker_size": 5, "marker_line_width": 1.2} if where else {}
    draw_line(figure, curve, x, 100 * points[measure], partial(_hover, curve), theme, **smaller, **where)


def _hover(curve: Curve, point: pd.Series) -> str:
    """What a mark says."""
    change = named(str(point["change"]))
    what = f"{change.label} at {change.amount(point['amount'])}" if point["level"] else "Unchanged"
    right, low, high = percents(point["accuracy"], point["low"], point["high"])
    lost = f"{100 * point['lost']:.0f} % of its accuracy lost" if point["level"] else ""
    seeds = mean_of(point["n_seeds"])
    return hover(curve.name, f"{what}: {right} right ({low} to {high})", lost, seeds)


def describe_change(points: pd.DataFrame) -> str:
    """The caption, as plain text."""
    seeds = f"{mean_of(points['n_seeds'])}, 95 % band over seeds and test images"
    if (points["n_seeds"] == 1).all():
        seeds = "one seed, so the 95 % band covers the choice of test images only"
    return (
        f"Models trained once on {points['n_train'].iloc[0]:,} unchanged images, tested on "
        f"{points['n_test'].iloc[0]:,} test images changed by {number(points['level'].max())} amounts: {seeds}. "
        f"{where_and_when(points, marks=True)}"
    )
