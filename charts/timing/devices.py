"""Each device beside the others: seconds over the size, how many times as fast the GPU is, and where the time goes."""

import math
from functools import partial

import numpy as np
import pandas as pd

from analysis.common.wording import UNITS, about, figures, times
from analysis.timing.names import named
from analysis.timing.parts import PARTS, after_calls
from analysis.timing.speed_up import each_gpu, speed_ups
from charts.common.axes import log_axis, padded, set_axes, sizes_axis
from charts.common.curves import Curve, name_lines, shade
from charts.common.marks import LEGEND_ABOVE, STILL, hover, hovers, note, quiet_line
from charts.common.style import GRID, SURFACE, TEXT, Figure, Theme, empty_figure
from charts.timing.lines import draw_timed, place_of, short_duration, timed_hover, timed_lines

MOST_NAMES = 8
"""The largest number of names beside the plot; with more lines, all are named below it."""

BAR = 46
"""Height of a row of bars in pixels."""

PART_LABELS = {"warm_up": "First call (warm-up)", "copy_in": "Copy in", "compute": "Compute", "copy_out": "Copy out"}

PART_COLOURS: dict[Theme, dict[str, str]] = {
    "light": {"warm_up": "#A6A6A6", "copy_in": "#E69F00", "compute": "#3F4046", "copy_out": "#8A5F00"},
    "dark": {"warm_up": "#6E6F75", "copy_in": "#F5BE4F", "compute": "#E4E4E0", "copy_out": "#A87A1F"},
}


def seconds_figure(rows: pd.DataFrame, theme: Theme = "light", narrow: bool = False) -> Figure:
    """Median seconds of one operation with a band of the quartiles, and where each GPU overtakes its CPU."""
    figure = empty_figure(theme, height=400 if narrow else 470, narrow=narrow)
    low, high = padded(rows["low_seconds"].min(), rows["high_seconds"].max())
    y = log_axis(low, high, short_duration, most_ticks=8)
    set_axes(figure, named(rows["operation"].iloc[0]).counted, sizes_axis(rows["size"], narrow), "Time of one call", y)
    lines = list(timed_lines(rows))
    for line in lines:
        points = line.points
        shade(figure, line, points["size"], points["low_seconds"], points["high_seconds"], theme)
        draw_timed(figure, line, "median_seconds", partial(timed_hover, line.name), theme)
    _mark_break_even(figure, rows, theme, narrow)
    return _named(figure, lines, "median_seconds", theme, narrow)


def speed_up_figure(rows: pd.DataFrame, theme: Theme = "light", narrow: bool = False) -> Figure:
    """How many times as fast each GPU is as the CPU beside it, with copies and, dotted, without."""
    figure = empty_figure(theme, height=340 if narrow else 400, narrow=narrow)
    gains = speed_ups(rows)
    drawn = gains[["times_low", "times_high", "without_copies"]].to_numpy()
    low, high = padded(min(float(np.nanmin(drawn)), 0.8), max(float(np.nanmax(drawn)), 1.25))
    x, y = sizes_axis(gains["size"], narrow), log_axis(low, high, lambda value: f"{value:,g}×", most_ticks=8, also=1.0)
    set_axes(figure, named(gains["operation"].iloc[0]).counted, x, "GPU: times as fast as the CPU", y)
    figure.add_shape(type="line", x0=0, x1=1, xref="paper", y0=1, y1=1, line=quiet_line(theme))
    lines = list(timed_lines(gains))
    for line in lines:
        points = line.points
        shade(figure, line, points["size"], points["times_low"], points["times_high"], theme)
        draw_timed(figure, line, "without_copies", partial(_gain_hover, f"{line.name}, without copies"), theme, "dot")
        draw_timed(figure, line, "times", partial(_gain_hover, line.name), theme)
    return _named(figure, lines, "times", theme, narrow)


def _gain_hover(name: str, point: pd.Series) -> str:
    """What a mark of the chart of speed-ups says."""
    low, high = figures(point["times_low"]), figures(point["times_high"])
    speed_up = f"{times(point['times'])} as fast, copies included ({low} to {high})"
    at = named(point["operation"]).at(point["size"])
    return hover(name, f"{at}: {speed_up}", f"without copies: {times(point['without_copies'])} as fast")


def _mark_break_even(figure: Figure, rows: pd.DataFrame, theme: Theme, narrow: bool) -> None:
    """A vertical line at the size from which on a GPU, in the plainest way measured, is ahead of its CPU."""
    found = [(gpu, size) for gpu in each_gpu(rows) if (size := gpu.break_even.size) is not None]
    left, right = np.log10(rows["size"].min()), np.log10(rows["size"].max())
    for index, (gpu, size) in enumerate(found):
        figure.add_shape(type="line", x0=size, x1=size, y0=0, y1=1, yref="paper", line=quiet_line(theme))
        words = ["GPU ahead", f"from about {about(size)}", *[f"{named(gpu.at['operation']).unit} on"] * (not narrow)]
        words += [f"({place_of(gpu.at, rows)})"] * (rows["origin"].nunique() > 1)
        # At the bottom right of the line nothing is in the way, but near the end of the axis there is no room.
        is_left = math.log10(size) > left + 0.6 * (right - left)
        anchor, shift = ("right", -5) if is_left else ("left", 5)
        place = {"x": math.log10(size), "xanchor": anchor, "align": anchor, "xshift": shift, "y": 0, "yref": "paper"}
        height = 18 * len(words) + 4 if narrow else 19
        note(
            figure, theme, ("<br>" if narrow else " ").join(words), yanchor="bottom", yshift=3 + height * index, **place
        )


def _named(figure: Figure, lines: list[Curve], column: str, theme: Theme, narrow: bool) -> Figure:
    """The figure with the names of its lines."""
    figure.update_layout(margin_l=72)
    ends = [(line, float(line.points[column].iloc[-1])) for line in lines]
    name_lines(figure, ends, theme, narrow or len(lines) > MOST_NAMES)
    return figure


def parts_figure(
    rows: pd.DataFrame, n_calls: int, *, shares: bool = False, theme: Theme = "light", narrow: bool = False
) -> Figure:
    """Seconds of a first call and `n_calls` later ones, or the share of each part, with the total at the end of a bar.

    `rows` are of one operation and size.
    """
    bars = _bars(rows, n_calls, narrow)
    longest = bars["total"].max()
    unit, size = next((unit, size) for unit, size in UNITS[2:] if longest >= size or unit == "µs")
    ends = pd.Series(100.0, bars.index) if shares else bars["total"] / size
    figure = empty_figure(theme, height=150 + BAR * len(bars), narrow=narrow)
    for part in PARTS:
        if bars[part].any():
            _draw_part(figure, bars, part, bars[part] / bars["total"] * ends, theme)
    font = {"color": TEXT[theme]}
    for name, total, end in zip(bars["name"], bars["total"], ends, strict=True):
        note(figure, theme, short_duration(total), y=name, x=end, xanchor="left", xshift=6, font=font)
    x = {"range": [0, ends.max() * (1.3 if narrow else 1.12)], "showgrid": True, "gridcolor": GRID[theme]}
    title = "Share of each bar (%)" if shares else f"Time ({unit})"
    set_axes(figure, title, x, "", {"type": "category", "automargin": True, "showgrid": False})
    figure.update_layout(barmode="stack", bargap=0.35, margin_t=96 if narrow else 44, showlegend=True)
    return figure.update_layout(legend=LEGEND_ABOVE | STILL | {"traceorder": "normal"})


def _bars(rows: pd.DataFrame, n_calls: int, narrow: bool) -> pd.DataFrame:
    """A row for each bar, with its name; the last one is drawn at the top."""
    tables = [
        after_calls(line.points, n_calls).assign(name=line.wrapped if narrow else line.name, whole=line.name)
        for line in [*timed_lines(rows)][::-1]
    ]
    return pd.concat(tables, ignore_index=True)


def _draw_part(figure: Figure, bars: pd.DataFrame, part: str, lengths: pd.Series, theme: Theme) -> None:
    """One part of every bar."""
    figure.add_bar(
        x=lengths,
        y=bars["name"],
        orientation="h",
        name=PART_LABELS[part],
        marker={"color": PART_COLOURS[theme][part], "line": {"color": SURFACE[theme], "width": 1}},
        **hovers(bars, partial(_part_hover, part)),
    )


def _part_hover(part: str, bar: pd.Series) -> str:
    return hover(bar["whole"], f"{PART_LABELS[part]}: {short_duration(bar[part])} of {short_duration(bar['total'])}")
