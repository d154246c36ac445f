"""The race drawn: share right against the seconds on the clock, in steps, for finished races and running ones."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.common.scored_on import ScoredOn
from analysis.common.wording import in_words
from charts.common import style
from charts.common.axes import count, padded, percent, ticks
from charts.common.curves import Curve, curves
from charts.common.line_names import name_lines
from charts.common.style import Theme
from charts.race.runner import LOOKS_AS, Runner, draw_runner, runner_curves

TIMES = (
    (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0),
    (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 60.0, 180.0, 600.0),
    (0.01, 0.1, 1.0, 10.0, 60.0, 600.0),
)
"""Ticks that people have names for, as many as there is room for."""


def race_figure(
    drawn: pd.DataFrame,
    running: Sequence[Runner] = (),
    *,
    at: float | None = None,
    theme: Theme = "light",
    narrow: bool = False,
) -> go.Figure:
    """Mean steps and 95 % band of each curve of `drawn` (from `analysis.race.curve.curves`); thin lines for what runs.

    `at` is the moment that is asked about, drawn as an upright line. Raises UnlikeTestImagesError.
    """
    if len(drawn):
        ScoredOn.of(drawn)
    running = [runner for runner in running if runner.steps]
    figure = style.figure(theme, height=400 if narrow else 480, narrow=narrow)
    found = (
        [replace(curve, points=curve.points.sort_values("seconds")) for curve in curves(drawn)] if len(drawn) else []
    )
    start, end = extent(found, running)
    _set_axes(figure, found, running, (start, end), narrow)
    for curve in found:
        points = _shown(curve.points, start)
        _draw_band(figure, curve, points, theme)
        _draw_steps(figure, curve, points, theme)
        _draw_marks(figure, curve, points, theme)
    for runner in running:
        draw_runner(figure, runner, start, theme)
    if at is not None:
        _draw_moment(figure, at, theme)
    named = [*found, *runner_curves(running, {curve.learner for curve in found})]
    name_lines(figure, [(curve, 100 * float(curve.points["accuracy"].iloc[-1])) for curve in named], theme, narrow)
    return figure


def extent(found: Sequence[Curve], running: Sequence[Runner]) -> tuple[float, float]:
    """The first and the last second that are drawn: from a little before the first model to the end of the longest."""
    first = [curve.points["seconds"][curve.points["n_learnt"] > 0].min() for curve in found]
    first += [step.seconds for runner in running for step in runner.steps[1:2]]
    last = [*(curve.points["budget"].max() for curve in found), *(runner.budget for runner in running), 1.0]
    known = [moment for moment in first if moment > 0]  # comparison with NaN is false
    return max(0.005, 0.6 * min(known, default=0.1)), float(max(last))


def _shown(points: pd.DataFrame, start: float) -> pd.DataFrame:
    """The moments that a logarithmic axis from `start` can show, with what held at its beginning."""
    held = points[points["seconds"] <= start].tail(1).assign(seconds=start)
    return pd.concat([held, points[points["seconds"] > start]], ignore_index=True)


def _set_axes(
    figure: go.Figure, found: Sequence[Curve], running: Sequence[Runner], span: tuple[float, float], narrow: bool
) -> None:
    """Seconds, logarithmic, with ticks that have names; percent, from the lowest to the highest that is drawn."""
    low, high = padded(*span, 0.02)
    within = [[moment for moment in times if low <= moment <= high] for times in TIMES]
    chosen = next((moments for moments in within if len(moments) <= (6 if narrow else 10)), within[-1])
    figure.update_xaxes(
        type="log",
        range=[np.log10(low), np.log10(high)],
        tickvals=chosen,
        ticktext=[in_words(moment) for moment in chosen],
        title_text="Time on the clock" if narrow else "Time on each side's own clock (seconds, minutes)",
    )
    ends = [end for curve in found for end in (curve.points["low"].min(), curve.points["high"].max())]
    ends += [step.accuracy for runner in running for step in runner.steps]
    least, most = (100 * min(ends), 100 * max(ends)) if ends else (0.0, 100.0)
    n_test = next((int(curve.points["n_test"].iloc[0]) for curve in found), None)
    n_test = n_test or next((runner.n_test for runner in running), 0)
    room = 0.04 * (most - least) + 0.3
    figure.update_yaxes(range=[least - room, min(most + room, 100.5)])
    figure.update_yaxes(title_text=f"Correct on {count(n_test)} test images (%)")


def _draw_band(figure: go.Figure, curve: Curve, points: pd.DataFrame, theme: Theme) -> None:
    """Shade between low and high, in steps like the line."""
    colour = style.translucent(style.look(curve.learner).line[theme], 0.16 if theme == "light" else 0.22)
    for name, fill in (("low", None), ("high", "tonexty")):
        figure.add_scatter(
            x=points["seconds"],
            y=100 * points[name],
            mode="lines",
            line={"shape": "hv", "width": 0},
            fill=fill,
            fillcolor=colour,
            hoverinfo="skip",
            showlegend=False,
            legendgroup=curve.name,
        )


def _draw_steps(figure: go.Figure, curve: Curve, points: pd.DataFrame, theme: Theme) -> None:
    """The mean, held until it steps."""
    figure.add_scatter(
        x=points["seconds"],
        y=100 * points["accuracy"],
        mode="lines",
        line={"shape": "hv", "color": style.look(curve.learner).line[theme], "width": 2.5},
        hoverinfo="skip",
        showlegend=False,
        legendgroup=curve.name,
    )


def _draw_marks(figure: go.Figure, curve: Curve, points: pd.DataFrame, theme: Theme) -> None:
    """Marks at 1, 2 and 5 times a power of ten seconds and at the end, where the curve says its numbers."""
    colour = style.look(curve.learner).line[theme]
    budget = float(points["budget"].iloc[0])
    learnt = points["seconds"][points["n_learnt"] > 0]
    moments = [moment for moment in ticks(0.01, budget) if len(learnt) and learnt.min() <= moment < budget]
    marked = [points[points["seconds"] <= moment].iloc[-1] for moment in (*moments, budget)]
    figure.add_scatter(
        x=[*moments, budget],
        y=[100 * point["accuracy"] for point in marked],
        name=curve.name,
        legendgroup=curve.name,
        mode="markers" if len(marked) > 1 else "lines+markers",
        line={"color": colour, "width": 2.5},
        marker={
            "symbol": style.symbol(curve.learner, LOOKS_AS, curve.origin),
            "size": 9,
            "color": colour,
            "line": {"color": colour, "width": 1.8},
        },
        hovertext=[_hover(curve, point, moment) for point, moment in zip(marked, (*moments, budget), strict=True)],
        hoverinfo="text",
    )


def _hover(curve: Curve, point: pd.Series, moment: float) -> str:
    """What a mark says, in plain words."""
    share, low, high = (percent(point[name], point["half"]) for name in ("accuracy", "low", "high"))
    seeds = "one race" if point["n_seeds"] == 1 else f"mean of {point['n_seeds']} races"
    covers = "test images" if point["n_seeds"] == 1 else "seeds and test images"
    return (
        f"<b>{curve.name}</b><br>after {in_words(moment)}: {share} of {count(point['n_test'])} test images right<br>"
        f"95 % band {low} to {high} ({covers}), {seeds}"
    )


def _draw_moment(figure: go.Figure, at: float, theme: Theme) -> None:
    """An upright line at the moment that is asked about."""
    line = {"color": style.QUIET_TEXT[theme], "width": 1.5, "dash": "dash"}
    figure.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="y domain", line=line, layer="below")
    figure.update_layout(margin_t=34)
    figure.add_annotation(
        text=f"after {in_words(at)}",
        x=np.log10(at),
        y=1,
        yref="y domain",
        yanchor="bottom",
        xanchor="center",
        showarrow=False,
        font={"size": 13, "color": style.QUIET_TEXT[theme]},
    )
