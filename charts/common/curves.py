"""Curves of a summary: a line, its band and its marks for each learner, recipe, origin and machine."""

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from charts.common.style import DASHES, Theme, look, symbol, translucent

CURVE = ["learner", "recipe", "origin", "settings", "device", "machine"]


@dataclass(frozen=True)
class Curve:
    """The points of one curve, smallest size first, and the words that name it."""

    learner: str
    recipe: str
    origin: str
    plain_name: str
    name: str  # as markup
    wrapped: str  # as markup, in short lines
    points: pd.DataFrame


def curves(summary: pd.DataFrame) -> Iterator[Curve]:
    """The curves of a summary; a name says the recipe, origin or device only where that tells curves apart."""
    for key, points in summary.groupby(CURVE, sort=False, dropna=False):
        learner, recipe, origin, _, device, machine = (str(part) for part in key)
        alike = summary[summary["learner"] == learner]
        words = [recipe] if summary["recipe"].nunique() > 1 and learner != "majority" else []
        rest = alike[alike["recipe"] == recipe]
        words += ["live" if origin == "live" else "recorded"] * (rest["origin"].nunique() > 1)
        words += [device] * (rest["device"].nunique() > 1)
        words += [machine] * (rest["machine"].nunique() > 1 and rest["device"].nunique() == 1)
        plain = ", ".join([look(learner).label, *words])
        lines = textwrap.wrap(", ".join([look(learner).short, *words]), 17)
        wrapped = "<br>".join(escape(line, quote=False) for line in lines)
        yield Curve(learner, recipe, origin, plain, escape(plain, quote=False), wrapped, points.sort_values("n_train"))


def draw_band(figure: go.Figure, curve: Curve, low: pd.Series, high: pd.Series, theme: Theme) -> None:
    """Shade between low and high."""
    n = curve.points["n_train"].to_numpy()
    figure.add_scatter(
        x=np.r_[n, n[::-1]],
        y=np.r_[low.to_numpy(), high.to_numpy()[::-1]],
        fill="toself",
        fillcolor=translucent(look(curve.learner).line[theme], 0.16 if theme == "light" else 0.22),
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
        legendgroup=curve.name,
    )


def draw_line(figure: go.Figure, curve: Curve, y: pd.Series, hover: Callable[[pd.Series], str], theme: Theme) -> None:
    """The line through the means with its marks, and what each mark says when pointed at."""
    colour = look(curve.learner).line[theme]
    figure.add_scatter(
        x=curve.points["n_train"],
        y=y,
        name=curve.name,
        legendgroup=curve.name,
        mode="lines+markers",
        line={"color": colour, "width": 2.5, "dash": DASHES.get(curve.recipe, "solid")},
        marker={
            "symbol": symbol(curve.learner, curve.recipe, curve.origin),
            "size": 9,
            "color": colour,
            "line": {"color": colour, "width": 1.8},
        },
        hovertext=[hover(point) for _, point in curve.points.iterrows()],
        hoverinfo="text",
    )
