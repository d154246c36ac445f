"""The accuracy of a linear classifier against the layer that it reads, beside features, pixels and the CNN itself."""

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.common.wording import count, range_of
from analysis.features.layers import Hierarchy, with_interval
from charts.common.axes import percent_range, set_axes
from charts.common.captions import band_over, where_and_when
from charts.common.curves import Curve, draw_line, name_lines, shade
from charts.common.marks import hover, marker
from charts.common.style import Figure, Theme, by_origin, empty_figure, look, symbol

FIXED = {
    "handcrafted": ("svm", "Handcrafted features", "dash", "circle"),
    "pixels": ("raw_svm", "Raw pixels", "dot", "pentagon"),
}
"""Whose colour each has, its name in the chart, which does not name the linear classifier, and its dash and mark."""


def layers_figure(found: Hierarchy, theme: Theme = "light", narrow: bool = False) -> Figure:
    """A line through the layers, level lines for what no layer changes, and at the right the CNN's own accuracy."""
    figure = empty_figure(theme, height=360 if narrow else 420, narrow=narrow)
    _set_axes(figure, found, narrow)
    fixed = {holds: row for holds in FIXED if (row := found.of(holds)) is not None}
    ends = [_level(figure, holds, row, len(found.layers), theme) for holds, row in fixed.items()]
    ends.append(_curve(figure, found, theme))
    name_lines(figure, ends, theme, narrow)
    return figure


def _curve(figure: Figure, found: Hierarchy, theme: Theme) -> tuple[Curve, float]:
    """The layers, and apart from them the CNN itself."""
    points = found.layers
    recipe, origin = str(points["recipe"].iloc[0]), str(points["origin"].iloc[0])
    curve = Curve("cnn", recipe, origin, "Layers of the CNN", points)
    _draw(figure, curve, points["layer"], theme)
    if (own := found.of("cnn")) is not None:
        _draw_own(figure, curve, own, theme)
    return curve, 100 * float(points["accuracy"].iloc[-1])


def _draw(figure: Figure, curve: Curve, x: ArrayLike, theme: Theme, **options: Any) -> None:
    """The band and the line of a curve, in percent."""
    low, mean, high = (100 * curve.points[name] for name in ("low", "accuracy", "high"))
    shade(figure, curve, x, low, high, theme)
    draw_line(figure, curve, x, mean, partial(_hover, curve.name), theme, **options)


def _draw_own(figure: Figure, curve: Curve, own: pd.Series, theme: Theme) -> None:
    """What the CNN itself gets right, with its interval, to the right of the layers."""
    x, colour = len(curve.points) + 1, look("cnn").line[theme]
    mark = marker(colour, symbol("cnn", curve.recipe, curve.origin))
    drawn = {"name": curve.name, "legendgroup": curve.name, "showlegend": False}
    drawn |= {"line": {"color": colour, "width": 2.5}, "marker": mark}
    ends = [100 * own["low"], 100 * own["high"]]
    figure.add_scatter(x=[x, x], y=ends, mode="lines", hoverinfo="skip", **drawn)
    text = hover("The CNN’s own prediction", with_interval(own))
    figure.add_scatter(x=[x], y=[100 * own["accuracy"]], mode="markers", hovertext=text, hoverinfo="text", **drawn)


def _level(figure: Figure, holds: str, row: pd.Series, n_layers: int, theme: Theme) -> tuple[Curve, float]:
    """Features or pixels as a level line with its band: no layer changes them."""
    learner, name, dash, mark = FIXED[holds]
    curve = Curve(learner, "", str(row["origin"]), name, pd.DataFrame([row] * 2).reset_index(drop=True))
    drawn = {"line_width": 2, "line_dash": dash, "marker_symbol": by_origin(mark, curve.origin), "marker_size": 7}
    _draw(figure, curve, np.array([0.6, n_layers + 0.4]), theme, **drawn)
    return curve, 100 * float(row["accuracy"])


def _set_axes(figure: Figure, found: Hierarchy, narrow: bool) -> None:
    """Layers with the pixels that they see, one place for the CNN itself, and percentages."""
    held, layers = found.held, found.layers
    words = "{}<br>{} px" if narrow else "Layer {}<br>sees {} px"
    names = [words.format(n, field) for n, field in zip(layers["layer"], layers["field"], strict=True)]
    last = len(names) + 1
    x = {"tickvals": [*range(1, last + 1)], "ticktext": [*names, "CNN<br>itself"], "range": [0.5, last + 0.5]}
    y = {"range": percent_range(100 * float(held["low"].min()), 100 * float(held["high"].max()))}
    title = "Layer, and what it sees" if narrow else "Layer, and the side of what one place of it sees"
    set_axes(figure, title, x, "Correct test images (%)", y)
    figure.update_layout(margin_b=84)


def _hover(name: str, point: pd.Series) -> str:
    """What a mark says."""
    where = f"layer {point['layer']}, " if point["layer"] else ""
    return hover(name, f"{where}{with_interval(point)}", f"{count(point['n_columns'])} numbers an image")


def describe_layers(found: Hierarchy) -> str:
    """The caption, as plain text."""
    held = found.held
    probed = held.loc[held["n_probe"] > 0, "n_probe"]
    probe = f"The linear classifier (logistic regression) learned from {range_of(probed)} of them"
    return (
        f"The CNN learned from {count(found.n_train)} images. {probe}, and its one setting was chosen on training "
        f"images. It reads each layer's maps averaged to 2 x 2 places. {band_over(held)} "
        f"{where_and_when(held, marks=True)}"
    )
