"""The error of networks and of fixed features against the number of parameters."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from analysis.approximation.lead import NETWORK
from analysis.approximation.names import LEAST, error
from analysis.common.machine import here_or_recorded, measured_here
from analysis.common.wording import count, counted, span
from charts.common.axes import log_axis, padded, set_axes
from charts.common.captions import where_and_when
from charts.common.curves import Curve, draw_line, least_width, name_lines, shade
from charts.common.marks import hover
from charts.common.style import Figure, Theme, by_origin, empty_figure, look

SYMBOLS = {NETWORK: "square", "polynomials": "circle", "fourier": "triangle-up"}
DASHES = {NETWORK: "solid", "polynomials": "dash", "fourier": "dot"}


def error_figure(points: pd.DataFrame, theme: Theme = "light", narrow: bool = False) -> Figure:
    """A line for each family and origin; the network's band reaches from its best to its worst seed."""
    figure = empty_figure(theme, height=360 if narrow else 440, narrow=narrow)
    figure.update_layout(margin_l=72)
    _set_axes(figure, points, narrow)
    ends = []
    for curve in _curves(points):
        _draw(figure, curve, theme)
        ends.append((curve, max(float(curve.points["median"].iloc[-1]), LEAST)))
    name_lines(figure, ends, theme, narrow)
    return figure


def _curves(points: pd.DataFrame) -> Iterator[Curve]:
    """The lines; names say `here` or `recorded` only if lines of both kinds are drawn."""
    is_mixed = points["origin"].map(measured_here).nunique() > 1
    for (family, origin), line in points.groupby(["family", "origin"], sort=False):
        words = [look(str(family)).short, *([here_or_recorded(line.iloc[0])] if is_mixed else [])]
        yield Curve(str(family), "", str(origin), ", ".join(words), line.sort_values("n_parameters"))


def _draw(figure: Figure, curve: Curve, theme: Theme) -> None:
    """The band, if there are seeds, and the line through the medians; errors below `LEAST` are drawn at `LEAST`."""
    points = curve.points
    x, low, middle, high = (points["n_parameters"], *(points[name].clip(LEAST) for name in ("low", "median", "high")))
    if (points["n_seeds"] > 1).any():
        shade(figure, curve, x, low, high, theme)
    drawn = {"line_dash": DASHES[curve.learner], "marker_symbol": by_origin(SYMBOLS[curve.learner], curve.origin)}
    draw_line(figure, curve, x, middle, partial(_hover, curve), theme, **drawn)


def _hover(curve: Curve, point: pd.Series) -> str:
    """What a mark says."""
    n = counted(int(point["n_parameters"]), "parameter")
    if curve.learner != NETWORK:
        return hover(curve.name, f"{n}: off by {error(point['median'])}", "found by a formula, without luck")
    of = f"{counted(int(point['units']), 'hidden unit')}, {n}"
    spread = span(point["low"], point["high"], error)
    return hover(curve.name, f"{of}: off by {error(point['median'])}", f"{counted(point['n_seeds'], 'seed')}: {spread}")


def _set_axes(figure: Figure, points: pd.DataFrame, narrow: bool) -> None:
    """Logarithmic axes of parameters and of errors."""
    n = points["n_parameters"].astype(float)
    x = log_axis(*padded(n.min(), n.max(), 0.03), count, width=least_width(figure, narrow))
    low, high = padded(max(float(points["low"].min()), LEAST), float(points["high"].clip(LEAST).max()), 0.04)
    y = log_axis(low, high, _tick, most_ticks=8)
    set_axes(figure, "Parameters (weights to find)", x, "Error between the training points", y)


def _tick(value: float) -> str:
    return np.format_float_positional(float(f"{value:.1g}"), trim="-")


def describe_errors(points: pd.DataFrame) -> str:
    """The caption, as plain text."""
    seeds = points.loc[points["family"] == NETWORK, "n_seeds"]
    band = "No band: a formula finds the one best fit of polynomials and of Fourier series, without luck."
    if len(seeds):
        band = (
            f"Network: median of {span(seeds.min(), seeds.max())} random starts, band from the best to the worst. "
            "Polynomials and Fourier series have no band: a formula finds their one best fit, without luck."
        )
    tiny = " Errors under a millionth are drawn at the lower edge." if (points["low"] < LEAST).any() else ""
    return (
        "Error: root mean square distance from the target, which lies between -1 and 1, on points between the training "
        f"points. {band}{tiny} {where_and_when(points, marks=True)}"
    )
