"""Seconds of an operation over its size, a line a device; and how many times faster the GPU is."""

import math
from functools import partial

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.timing.names import duration, figures, named, times
from analysis.timing.speed_up import HERE, break_even, plainest, speed_ups
from charts.common import style
from charts.common.axes import about, log_axis, padded
from charts.common.curves import Curve, draw_band
from charts.common.line_names import name_lines
from charts.common.style import Figure, Theme
from charts.timing.lines import draw_timed, size_axis, timed_lines

MOST_NAMES = 8
"""Names that find room right of the plot; more stand below it."""


def seconds_figure(rows: pd.DataFrame, theme: Theme = "light", narrow: bool = False) -> Figure:
    """Median seconds of one operation with the band of its quartiles, and where each GPU passes its processor."""
    figure = style.figure(theme, height=400 if narrow else 470, narrow=narrow)
    what = named(rows["operation"].iloc[0])
    figure.update_xaxes(title_text=what.counted, **size_axis(rows["size"], narrow=narrow))
    low, high = padded(rows["low_seconds"].min(), rows["high_seconds"].max())
    figure.update_yaxes(title_text="Time of one call", **log_axis(low, high, duration, most_ticks=8))
    figure.update_layout(margin_l=72)
    lines = list(timed_lines(rows))
    for line in lines:
        draw_band(figure, line, line.points["low_seconds"], line.points["high_seconds"], theme)
        draw_timed(figure, line, "median_seconds", partial(_seconds_hover, line.name), theme)
    _mark_break_even(figure, rows, theme)
    _name(figure, lines, "median_seconds", theme, narrow)
    return figure


def speed_up_figure(rows: pd.DataFrame, theme: Theme = "light", narrow: bool = False) -> Figure:
    """How many times faster each GPU is than the processor beside it, with the copies and, dotted, without."""
    figure = style.figure(theme, height=340 if narrow else 400, narrow=narrow)
    gains = speed_ups(rows)
    figure.update_xaxes(title_text=named(gains["operation"].iloc[0]).counted, **size_axis(gains["size"], narrow=narrow))
    drawn = gains[["times_low", "times_high", "without_copies"]].to_numpy()
    low, high = padded(min(float(np.nanmin(drawn)), 0.8), max(float(np.nanmax(drawn)), 1.25))
    axis = log_axis(low, high, lambda value: f"{value:,g}×", most_ticks=8, also=1.0)
    figure.update_yaxes(title_text="GPU: times as fast as the CPU", **axis)
    edge = {"color": style.QUIET_TEXT[theme], "width": 1.5, "dash": "dash"}
    figure.add_shape(type="line", x0=0, x1=1, xref="paper", y0=1, y1=1, line=edge)
    figure.update_layout(margin_l=72)
    lines = list(timed_lines(gains))
    for line in lines:
        draw_band(figure, line, line.points["times_low"], line.points["times_high"], theme)
        draw_timed(figure, line, "without_copies", partial(_gain_hover, f"{line.name}, without copies"), theme, "dot")
        draw_timed(figure, line, "times", partial(_gain_hover, line.name), theme)
    _name(figure, lines, "times", theme, narrow)
    return figure


def _seconds_hover(name: str, point: pd.Series) -> str:
    """What a mark of the seconds says."""
    low, median, high = (duration(point[f"{end}_seconds"]) for end in ("low", "median", "high"))
    at = named(point["operation"]).at(point["size"])
    return f"<b>{name}</b><br>{at}: {median}<br>half of {point['n_repeats']} repetitions: {low} to {high}"


def _gain_hover(name: str, point: pd.Series) -> str:
    """What a mark of the speed-up says."""
    low, high = figures(point["times_low"]), figures(point["times_high"])
    said = f"{times(point['times'])} as fast, copies included ({low} to {high})"
    at = named(point["operation"]).at(point["size"])
    return f"<b>{name}</b><br>{at}: {said}<br>without copies: {times(point['without_copies'])}"


def _mark_break_even(figure: go.Figure, rows: pd.DataFrame, theme: Theme) -> None:
    """An upright line where a GPU passes the processor beside it, in the plainest way, with its size."""
    for place, gains in enumerate(plainest(speed_ups(rows))):
        found = break_even(gains["size"].tolist(), gains["times"].tolist())
        if found.size is None:
            continue
        line = {"color": style.QUIET_TEXT[theme], "width": 1.5, "dash": "dash"}
        figure.add_shape(type="line", x0=found.size, x1=found.size, y0=0, y1=1, yref="paper", line=line)
        origins = rows["origin"].nunique() > 1
        whose = f" ({'here' if gains['origin'].iloc[0] == HERE else gains['origin'].iloc[0]})" if origins else ""
        figure.add_annotation(
            text=f"GPU ahead from about {about(found.size)} {named(gains['operation'].iloc[0]).unit} on{whose}",
            x=math.log10(found.size), xanchor="left", xshift=5, y=0, yref="paper", yanchor="bottom",
            yshift=3 + 19 * place, showarrow=False, font={"size": 13, "color": style.QUIET_TEXT[theme]},
        )  # fmt: skip


def _name(figure: go.Figure, lines: list[Curve], column: str, theme: Theme, narrow: bool) -> None:
    ends = [(line, float(line.points[column].iloc[-1])) for line in lines]
    name_lines(figure, ends, theme, narrow or len(lines) > MOST_NAMES)
