"""Accuracy on both groups of test images against the share of training images with the usual background."""

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.common.machine import measured_here
from analysis.common.wording import count, mean_of, percents
from charts.common.axes import set_axes
from charts.common.captions import where_and_when
from charts.common.curves import Curve, draw_line, name_lines, named_curve
from charts.common.marks import draw_band, hover, note
from charts.common.style import BAND, Figure, Theme, empty_figure, look

DASHES = {"usual": "dot", "swapped": "solid"}
READING = "solid: the other background<br>dotted: the usual one"
BACKGROUNDS = {"usual": "the usual background", "swapped": "the other background"}


def shortcut_figure(table: pd.DataFrame, theme: Theme = "light", narrow: bool = False) -> Figure:
    """Two lines for each learner: dotted with the usual background, solid with the other one."""
    figure = empty_figure(theme, height=380 if narrow else 460, narrow=narrow)
    shares = sorted(table["share"].unique())
    x = {"tickvals": shares, "ticktext": [str(share) for share in shares], "range": [min(shares) - 2, 101.5]}
    label = "Usual background in training (%)" if narrow else "Training images with their class's usual background (%)"
    set_axes(figure, label, x, "Correct test images (%)", {"range": [-3, 104]})
    drawn = list(_curves(table))
    for curve in drawn:
        for group in DASHES:
            _draw(figure, curve, group, theme)
    name_lines(figure, [(curve, 100 * float(curve.points["swapped"].iloc[-1])) for curve in drawn], theme, narrow)
    note(figure, theme, READING, x=shares[0], y=8, xanchor="left", align="left")
    return figure


def _curves(table: pd.DataFrame) -> Iterator[Curve]:
    """A curve for each learner and origin; if some are recorded, the names of the others say `measured here`."""
    both = table["origin"].map(measured_here).nunique() > 1
    for keys, points in table.groupby(["learner", "recipe", "origin"], sort=False):
        learner, recipe, origin = map(str, keys)
        words = ["measured here"] if both and measured_here(origin) else []
        yield named_curve(learner, recipe, origin, words, points.sort_values("share"))


def _draw(figure: Figure, curve: Curve, group: str, theme: Theme) -> None:
    """The band and the line of one learner on one group; with marks only for the other background or a single point."""
    points, x, both = curve.points, curve.points["share"], f"{curve.name} {group}"
    low, high = 100 * points[f"{group}_low"], 100 * points[f"{group}_high"]
    draw_band(figure, x, low, high, look(curve.learner).line[theme], BAND[theme], legendgroup=both)
    drawn = {"legendgroup": both, "showlegend": group == "swapped", "line_dash": DASHES[group]}
    if group != "swapped" and len(points) > 1:
        drawn |= {"mode": "lines", "marker": None}
    draw_line(figure, curve, x, 100 * points[group], partial(_hover, curve, group), theme, **drawn)


def _hover(curve: Curve, group: str, point: pd.Series) -> str:
    """What a point says."""
    right, low, high = percents(point[group], point[f"{group}_low"], point[f"{group}_high"])
    seeds = mean_of(point["n_seeds"])
    at = f"{point['share']} % of training images with the usual background; tested on {BACKGROUNDS[group]}"
    return hover(curve.name, at, f"{right} right ({low} to {high})", seeds)


def describe_shortcut(table: pd.DataFrame, rows: pd.DataFrame, n_test: int) -> str:
    """The caption, as plain text."""
    n_train = count(rows["n_train"].max())
    return (
        f"{n_train} training images; {count(n_test)} test images, half of them with each background. Quick training, "
        f"{mean_of(table['n_seeds'])}, 95 % bands over seeds and test images. {where_and_when(rows, marks=True)}"
    )
