"""Seconds against the number of training images: features, training and prediction together."""

from functools import partial

import pandas as pd

from analysis.common.scored_on import ScoredOn
from analysis.common.wording import count, duration
from charts.common.axes import images_axis, padded, set_axes, time_axis
from charts.common.curves import curves, draw_line, least_width, name_lines
from charts.common.marks import hover
from charts.common.style import Figure, Theme, empty_figure


def time_against_size(summary: pd.DataFrame, *, theme: Theme = "light", narrow: bool = False) -> Figure:
    """Mean total seconds of each curve of `summary` on logarithmic axes; marks say how they divide."""
    ScoredOn.of(summary)
    summary = summary.assign(seconds=summary["seconds"].clip(lower=1e-3))  # a logarithmic axis has no zero
    figure = empty_figure(theme, height=340 if narrow else 420, narrow=narrow)
    n, seconds = summary["n_train"], summary["seconds"]
    x = images_axis(*padded(n.min(), n.max()), float(n.max()), least_width(figure, narrow))
    y = time_axis(*padded(seconds.min(), seconds.max(), 0.08))
    set_axes(figure, "Training images", x, "Total time (s, min, h)", y)
    found = list(curves(summary))
    for curve in found:
        points = curve.points
        draw_line(figure, curve, points["n_train"], points["seconds"], partial(_hover, curve.name), theme)
    name_lines(figure, [(curve, float(curve.points["seconds"].iloc[-1])) for curve in found], theme, narrow)
    return figure


def _hover(name: str, point: pd.Series) -> str:
    """What a mark says: the total and its parts."""
    parts = (
        f"{duration(point['feature_seconds'])} for features, {duration(point['fit_seconds'])} for training, "
        f"{duration(point['predict_seconds'])} to predict {count(point['n_test'])} test images"
    )
    return hover(name, f"{count(point['n_train'])} training images", f"{duration(point['seconds'])} in total: {parts}")
