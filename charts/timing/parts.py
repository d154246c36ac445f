"""Where the time goes: the first call and later calls as stacked bars, one per device and implementation."""

from functools import partial

import pandas as pd

from analysis.common.wording import UNITS
from analysis.timing.parts import PARTS, after_calls
from charts.common.axes import set_axes
from charts.common.marks import LEGEND_ABOVE, STILL, hover, hovers, note
from charts.common.style import GRID, SURFACE, TEXT, Figure, Theme, empty_figure
from charts.timing.lines import short_duration, timed_lines

BAR = 46
"""Height of a row of bars in pixels."""

LABELS = {"warm_up": "First call (warm-up)", "copy_in": "Copy in", "compute": "Compute", "copy_out": "Copy out"}

COLOURS: dict[Theme, dict[str, str]] = {
    "light": {"warm_up": "#A6A6A6", "copy_in": "#E69F00", "compute": "#3F4046", "copy_out": "#8A5F00"},
    "dark": {"warm_up": "#6E6F75", "copy_in": "#F5BE4F", "compute": "#E4E4E0", "copy_out": "#A87A1F"},
}


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
        name=LABELS[part],
        marker={"color": COLOURS[theme][part], "line": {"color": SURFACE[theme], "width": 1}},
        **hovers(bars, partial(_hover, part)),
    )


def _hover(part: str, bar: pd.Series) -> str:
    return hover(bar["whole"], f"{LABELS[part]}: {short_duration(bar[part])} of {short_duration(bar['total'])}")
