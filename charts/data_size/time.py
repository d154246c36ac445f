"""Seconds against the number of training images: features, fit and prediction together."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import plotly.graph_objects as go

from analysis.common.scored_on import ScoredOn
from charts.common import style
from charts.common.axes import count, log_axis, padded, seconds
from charts.common.curves import curves, draw_line
from charts.common.line_names import name_lines
from charts.common.style import Theme

TIMES: Sequence[float] = (0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 36000, 360000)
"""Ticks that people have names for: 10 s, 1 min, 10 min, 1 h."""


def time_against_size(summary: pd.DataFrame, *, theme: Theme = "light", narrow: bool = False) -> go.Figure:
    """Mean total seconds of each curve of `summary`, both axes logarithmic; a mark says how they divide."""
    ScoredOn.of(summary)
    figure = style.figure(theme, height=340 if narrow else 420, narrow=narrow)
    sizes = padded(summary["n_train"].min(), summary["n_train"].max())
    ticks = log_axis(*sizes, count, most_ticks=5 if narrow else 10, also=float(summary["n_train"].max()))
    figure.update_xaxes(title_text="Training images", **ticks)
    _set_y_axis(figure, summary["seconds"])
    found = list(curves(summary))
    for curve in found:
        draw_line(figure, curve, _positive(curve.points["seconds"]), partial(_hover, curve.name), theme)
    ends = [(curve, float(_positive(curve.points["seconds"]).iloc[-1])) for curve in found]
    name_lines(figure, ends, theme, narrow)
    return figure


def _positive(values: pd.Series) -> pd.Series:
    """Seconds that a logarithmic axis can show."""
    return values.clip(lower=1e-3)


def _set_y_axis(figure: go.Figure, values: pd.Series) -> None:
    """A title with its unit and ticks in units that people use."""
    low, high = padded(_positive(values).min(), _positive(values).max(), 0.08)
    chosen = [time for time in TIMES if low <= time <= high]
    axis = log_axis(low, high, seconds, most_ticks=8)
    if len(chosen) >= 2:
        axis |= {"tickvals": chosen, "ticktext": [seconds(time) for time in chosen]}
    figure.update_yaxes(title_text="Time in all (s, min, h)", **axis)


def _hover(name: str, point: pd.Series) -> str:
    """What a mark says: the total and its parts."""
    return (
        f"<b>{name}</b><br>{count(point['n_train'])} training images<br>{seconds(point['seconds'])} in all: "
        f"{seconds(point['feature_seconds'])} for features, {seconds(point['fit_seconds'])} to learn, "
        f"{seconds(point['predict_seconds'])} to answer {count(point['n_test'])} test images"
    )
