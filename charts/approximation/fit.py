"""A target and what approximates it: as curves with each unit's piece, or as images side by side."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from charts.common.axes import set_axes
from charts.common.curves import Curve, name_lines
from charts.common.style import Figure, Theme, empty_figure, look, panels, translucent

Values = NDArray[np.float64]

HEIGHTS = (-1.35, 1.35)
"""The range of the y axis; pieces often lie far outside it, where they cancel each other."""
DASHES = {"target": "solid", "network": "solid", "polynomials": "dash", "fourier": "dot"}
WIDTHS = {"target": 5.0, "network": 2.5, "polynomials": 1.8, "fourier": 1.8}


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
        _draw_line(figure, name, x, values, theme)
    ends = [(Curve(name, "", "", look(name).label, x), float(np.clip(y[-1], *HEIGHTS))) for name, y in lines.items()]
    name_lines(figure, ends, theme, narrow)
    return figure


def _draw_line(figure: Figure, name: str, x: Values, values: Values, theme: Theme) -> None:
    line = {"color": look(name).line[theme], "width": WIDTHS[name], "dash": DASHES[name]}
    label = look(name).label
    figure.add_scatter(x=x, y=values, name=label, mode="lines", line=line, hovertemplate=f"{label}: %{{y:.3f}}")


def curves_figure(
    x: Values, target: Values, fits: Sequence[tuple[str, Values]], theme: Theme = "light", narrow: bool = False
) -> Figure:
    """A panel for each fit, which is drawn over the target, with a title above."""
    figure = _panels([title for title, _ in fits], theme, narrow, 1 if narrow else len(fits))
    for number, (_, values) in enumerate(fits):
        place = {"row": number + 1, "col": 1} if narrow else {"row": 1, "col": number + 1}
        for name, y in (("target", target), ("network", values)):
            line = {"color": look(name).line[theme], "width": WIDTHS[name]}
            figure.add_scatter(x=x, y=y, name=look(name).label, mode="lines", line=line, hoverinfo="skip", **place)
    figure.update_xaxes(range=[-1, 1], tickvals=[-1, 0, 1], showgrid=False)
    figure.update_yaxes(range=list(HEIGHTS), tickvals=[-1, 0, 1])
    return figure


def images_figure(images: Sequence[tuple[str, Values]], theme: Theme = "light", narrow: bool = False) -> Figure:
    """Images (n x n values each, row by row) side by side, or two in a row if narrow, under their titles."""
    columns = 2 if narrow else len(images)
    figure = _panels([title for title, _ in images], theme, narrow, columns)
    for number, (_, values) in enumerate(images):
        side = round(len(values) ** 0.5)
        place = {"row": number // columns + 1, "col": number % columns + 1}
        brightness = {"zmin": -1, "zmax": 1, "colorscale": [[0, "#000000"], [1, "#FFFFFF"]], "showscale": False}
        figure.add_heatmap(z=values.reshape(side, side), hoverinfo="skip", **brightness, **place)
        figure.update_yaxes(autorange="reversed", scaleanchor=f"x{number + 1 if number else ''}", **place)
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, constrain="domain")
    return figure


def _panels(titles: Sequence[str], theme: Theme, narrow: bool, columns: int) -> Figure:
    """An empty figure with a panel for each title."""
    rows = -(-len(titles) // columns)
    height = 300 if rows == 1 else 250 * rows
    gaps = {"horizontal_spacing": 0.05, "vertical_spacing": 0.14}
    figure = panels(titles, columns, theme, height=height, narrow=narrow, **gaps)
    return figure.update_layout(margin={"t": 36, "b": 30, "r": 16})
