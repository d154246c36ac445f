"""A target and what approximates it: as curves or images, and the error against the number of parameters."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.approximation.lead import NETWORK
from analysis.approximation.names import LEAST, error
from analysis.common.machine import here_or_recorded, measured_here
from analysis.common.wording import count, counted, range_of, span
from charts.common.axes import log_axis, padded, set_axes
from charts.common.captions import where_and_when
from charts.common.curves import Curve, draw_line, least_width, name_lines, shade
from charts.common.marks import hover
from charts.common.style import Figure, Theme, by_origin, empty_figure, look, panels, translucent

Values = NDArray[np.float64]

HEIGHTS = (-1.35, 1.35)
"""The range of the y axis; pieces often lie far outside it, where they cancel each other."""
DASHES = {"target": "solid", "network": "solid", "polynomials": "dash", "fourier": "dot"}
WIDTHS = {"target": 5.0, "network": 2.5, "polynomials": 1.8, "fourier": 1.8}
SYMBOLS = {"network": "square", "polynomials": "circle", "fourier": "triangle-up"}


def fit_figure(
    x: Values, lines: Mapping[str, Values], pieces: Values, theme: Theme = "light", narrow: bool = False
) -> Figure:
    """The target as a broad line, each fit, and each unit's piece (a column of `pieces`) as a thin line."""
    figure = empty_figure(theme, height=340 if narrow else 420, narrow=narrow)
    settings = {"range": list(HEIGHTS), "tickvals": [-1, -0.5, 0, 0.5, 1]}
    set_axes(figure, "x", {"range": [-1, 1], "tickvals": [-1, -0.5, 0, 0.5, 1]}, "Value", settings)
    for piece in pieces.T:
        line = {"color": translucent(look("network").line[theme], 0.55), "width": 1}
        figure.add_scatter(x=x, y=piece, mode="lines", line=line, hoverinfo="skip", showlegend=False)
    for name, values in lines.items():
        line, label = {"color": look(name).line[theme], "width": WIDTHS[name], "dash": DASHES[name]}, look(name).label
        figure.add_scatter(x=x, y=values, name=label, mode="lines", line=line, hovertemplate=f"{label}: %{{y:.3f}}")
    ends = [(Curve(name, "", "", look(name).label, x), float(np.clip(y[-1], *HEIGHTS))) for name, y in lines.items()]
    name_lines(figure, ends, theme, narrow)
    return figure


def curves_figure(
    x: Values, target: Values, fits: Sequence[tuple[str, Values]], theme: Theme = "light", narrow: bool = False
) -> Figure:
    """A panel for each fit, which is drawn over the target, with a title above."""
    figure, places = _panels([title for title, _ in fits], theme, narrow, 1 if narrow else len(fits))
    for place, (_, values) in zip(places, fits, strict=True):
        for name, y in (("target", target), ("network", values)):
            line = {"color": look(name).line[theme], "width": WIDTHS[name]}
            figure.add_scatter(x=x, y=y, name=look(name).label, mode="lines", line=line, hoverinfo="skip", **place)
    figure.update_xaxes(range=[-1, 1], tickvals=[-1, 0, 1], showgrid=False)
    figure.update_yaxes(range=list(HEIGHTS), tickvals=[-1, 0, 1])
    return figure


def images_figure(images: Sequence[tuple[str, Values]], theme: Theme = "light", narrow: bool = False) -> Figure:
    """Images (n x n values each, row by row) side by side, or two in a row if narrow, under their titles."""
    figure, places = _panels([title for title, _ in images], theme, narrow, 2 if narrow else len(images))
    for number, (place, (_, values)) in enumerate(zip(places, images, strict=True)):
        side = round(len(values) ** 0.5)
        brightness = {"zmin": -1, "zmax": 1, "colorscale": [[0, "#000000"], [1, "#FFFFFF"]], "showscale": False}
        figure.add_heatmap(z=values.reshape(side, side), hoverinfo="skip", **brightness, **place)
        figure.update_yaxes(autorange="reversed", scaleanchor=f"x{number + 1 if number else ''}", **place)
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, constrain="domain")
    return figure


def _panels(titles: Sequence[str], theme: Theme, narrow: bool, columns: int) -> tuple[Figure, list[dict[str, int]]]:
    """An empty figure with a panel for each title, and their places."""
    rows = -(-len(titles) // columns)
    height = 300 if rows == 1 else 250 * rows
    gaps = {"horizontal_spacing": 0.05, "vertical_spacing": 0.14}
    figure, places = panels(titles, columns, theme, height=height, narrow=narrow, **gaps)
    return figure.update_layout(margin={"t": 36, "b": 30, "r": 16}), places


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
            f"Network: median of {range_of(seeds)} random starts, band from the best to the worst. "
            "Polynomials and Fourier series have no band: a formula finds their one best fit, without luck."
        )
    tiny = " Errors under a millionth are drawn at the lower edge." if (points["low"] < LEAST).any() else ""
    return (
        "Error: root mean square distance from the target, which lies between -1 and 1, on points between the training "
        f"points. {band}{tiny} {where_and_when(points, marks=True)}"
    )
