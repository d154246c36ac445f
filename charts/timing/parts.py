"""Where the time goes: the first call and the calls after it, as stacked bars, one a device and way."""

import pandas as pd

from analysis.timing.names import duration
from analysis.timing.parts import PARTS, after_calls
from charts.common import style
from charts.common.style import Figure, Theme
from charts.timing.lines import timed_lines

BAR = 46
"""Pixels that one row of bars is high."""

LABELS = {"warm_up": "First call (warm-up)", "copy_in": "Copy in", "compute": "Compute", "copy_out": "Copy out"}

COLOURS: dict[Theme, dict[str, str]] = {
    "light": {"warm_up": "#A6A6A6", "copy_in": "#E69F00", "compute": "#3F4046", "copy_out": "#8A5F00"},
    "dark": {"warm_up": "#6E6F75", "copy_in": "#F5BE4F", "compute": "#E4E4E0", "copy_out": "#A87A1F"},
}

UNITS = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6))


def parts_figure(
    rows: pd.DataFrame, n_calls: int, *, shares: bool = False, theme: Theme = "light", narrow: bool = False
) -> Figure:
    """Seconds after a first call and so many others, or the shares of each bar; the total stands at its end.

    `rows` are of one operation and size.
    """
    bars = _bars(rows, n_calls, narrow)
    longest = bars["total"].max()
    word, unit = next((word, unit) for word, unit in UNITS if longest >= unit or word == "µs")
    ends = pd.Series(100.0, bars.index) if shares else bars["total"] / unit
    figure = style.figure(theme, height=150 + BAR * len(bars), narrow=narrow)
    for part in PARTS:
        if bars[part].any():
            _draw_part(figure, bars, part, bars[part] / bars["total"] * ends, theme)
    _write_totals(figure, bars, ends, theme)
    title = "Share of each bar (%)" if shares else f"Time ({word})"
    grid = {"showgrid": True, "gridcolor": style.GRID[theme]}
    figure.update_xaxes(title_text=title, range=[0, ends.max() * (1.3 if narrow else 1.12)], **grid)
    figure.update_yaxes(type="category", automargin=True, showgrid=False)
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"}
    figure.update_layout(barmode="stack", bargap=0.35, margin_t=96 if narrow else 44, showlegend=True)
    return figure.update_layout(legend=legend | {"itemclick": False, "itemdoubleclick": False})


def _bars(rows: pd.DataFrame, n_calls: int, narrow: bool) -> pd.DataFrame:
    """A line a bar, the last one on top, with its name."""
    lines = [*timed_lines(rows)][::-1]
    tables = [
        after_calls(line.points, n_calls).assign(name=line.wrapped if narrow else line.name, whole=line.name)
        for line in lines
    ]
    return pd.concat(tables, ignore_index=True)


def _draw_part(figure: Figure, bars: pd.DataFrame, part: str, lengths: pd.Series, theme: Theme) -> None:
    """One part of every bar."""
    figure.add_bar(
        x=lengths,
        y=bars["name"],
        orientation="h",
        name=LABELS[part],
        marker={"color": COLOURS[theme][part], "line": {"color": style.SURFACE[theme], "width": 1}},
        hovertext=[
            f"<b>{bar['whole']}</b><br>{LABELS[part]}: {duration(bar[part])} of {duration(bar['total'])}"
            for _, bar in bars.iterrows()
        ],
        hoverinfo="text",
    )


def _write_totals(figure: Figure, bars: pd.DataFrame, ends: pd.Series, theme: Theme) -> None:
    """Each bar's seconds at its end."""
    for name, total, end in zip(bars["name"], bars["total"], ends, strict=True):
        figure.add_annotation(
            text=duration(total), y=name, x=end, xanchor="left", xshift=6,
            showarrow=False, font={"size": 13, "color": style.TEXT[theme]},
        )  # fmt: skip
