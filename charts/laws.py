"""Fitted laws drawn over the curves: the fit, its interval, and the lesson's one over the square root."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from analysis.learning_curve import PowerLaw
from charts.curves import Curve
from charts.style import Theme


def reach(summary: pd.DataFrame, fits: Sequence[PowerLaw]) -> float:
    """The largest number of pictures to show."""
    return float(summary["n_train"].max())


def draw_laws(
    figure: go.Figure, fits: Sequence[PowerLaw], found: list[Curve], right: float, view: str, theme: Theme
) -> None:
    """TODO."""
