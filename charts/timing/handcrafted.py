"""The handcrafted side's speed: one operation over its size, and how many times faster than a reference each way is."""

import textwrap
from html import escape

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.timing.handcrafted import FEATURES, NAMES, WAY, rounded, way_name
from charts.common import style
from charts.common.axes import FINER, count, log_axis, padded, seconds
from charts.common.curves import Curve
from charts.common.line_names import name_lines
from charts.common.style import Theme, device_look
from charts.timing.lines import size_axis

SYMBOLS = {"scikit-image": "x", "numba": "circle", "numpy": "square", "torch": "diamond", "cuml": "star"}
DASHES = {"scikit-image": "dot", "numba": "solid", "numpy": "solid", "torch": "dash", "cuml": "dashdot"}
ROOM = 150
ROW, LINE = 44, 24
"""Pixels of a row of the summary, and of a line of its legend."""


def hand_made_figure(rows: pd.DataFrame, theme: Theme = "light", narrow: bool = False) -> go.Figure:
    """One operation of one place: images a second for features, seconds for the SVM, over the size; a line a way."""
    figure = style.figure(theme, height=320 if narrow else 420, narrow=narrow)
    by_rate = rows["operation"].iloc[0] in FEATURES
    rows = rows.assign(value=rows["size"] / rows["median_seconds"] if by_rate else rows["median_seconds"])
    rows["least"] = rows["size"] / rows["high_seconds"] if by_rate else rows["low_seconds"]
    rows["most"] = rows["size"] / rows["low_seconds"] if by_rate else rows["high_seconds"]
    ends = []
    for _, points in rows.groupby(WAY, sort=False):
        curve = _curve(points)
        _draw(figure, curve, by_rate, theme)
        ends.append((curve, float(curve.points["value"].iloc[-1])))
    _set_axes(figure, rows, by_rate, narrow)
    if narrow:
        figure.update_layout(margin_l=76)
    name_lines(figure, ends, theme, narrow, ROOM)
    return figure


def _curve(points: pd.DataFrame) -> Curve:
    first = points.iloc[0]
    name = way_name(first)
    wrapped = "<br>".join(escape(line, quote=False) for line in textwrap.wrap(name, 20))
    kind = "cpu" if first["device"] == "cpu" else "gpu"
    return Curve(kind, "", first["origin"], name, escape(name, quote=False), wrapped, points.sort_values("size"))


def _draw(figure: go.Figure, curve: Curve, by_rate: bool, theme: Theme) -> None:
    first, colour = curve.points.iloc[0], device_look(curve.learner).line[theme]
    x = curve.points["size"].to_numpy()
    figure.add_scatter(
        x=np.r_[x, x[::-1]],
        y=np.r_[curve.points["least"].to_numpy(), curve.points["most"].to_numpy()[::-1]],
        fill="toself",
        fillcolor=style.translucent(colour, 0.18),
        line_width=0,
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_scatter(
        x=x,
        y=curve.points["value"],
        name=curve.name,
        mode="lines+markers",
        line={"color": colour, "width": 2.2 if first["threads"] > 1 else 1.4, "dash": _dash(first)},
        marker=_marker(first, theme, 9),
        hovertext=[_hover(curve.name, point, by_rate) for _, point in curve.points.iterrows()],
        hoverinfo="text",
    )


def _dash(row: pd.Series) -> str:
    return DASHES.get(row["library"], "solid")


def _marker(row: pd.Series, theme: Theme, size: int) -> dict[str, object]:
    """The device by colour, the library by shape, one core smaller; filled where measured here."""
    colour = device_look(row["device"]).line[theme]
    shape = SYMBOLS.get(row["library"], "square") + ("" if row["origin"] == "here" else "-open")
    one_core = row["library"] == "numba" and row["threads"] == 1
    return {
        "symbol": shape,
        "size": size - 3 if one_core else size,
        "color": colour,
        "line": {"width": 1.8, "color": colour},
    }


def _hover(name: str, point: pd.Series, by_rate: bool) -> str:
    rate = f"<br>{count(point['value'])} images a second" if by_rate else ""
    return (
        f"<b>{name}</b><br>{count(point['size'])} images<br>{seconds(point['median_seconds'])}{rate}"
        f"<br>half of all between {seconds(point['low_seconds'])} and {seconds(point['high_seconds'])}"
    )


def _set_axes(figure: go.Figure, rows: pd.DataFrame, by_rate: bool, narrow: bool) -> None:
    figure.update_xaxes(
        title_text="Images" if by_rate else "Images that the SVM learnt from",
        **size_axis(rows["size"], narrow=narrow),
    )
    low, high = padded(float(rows["least"].min()), float(rows["most"].max()), 0.06)
    title = "Images a second" if by_rate else "Time (ms, s)"
    choices = FINER if high / low < 10 else FINER[2:]
    axis = log_axis(low, high, count if by_rate else seconds, most_ticks=8, choices=choices)
    figure.update_yaxes(title_text=title, **axis)


def advantage_figure(found: pd.DataFrame, origin: str, theme: Theme = "light", narrow: bool = False) -> go.Figure:
    """A row an operation: how many times as fast as its reference each way is; features first, the network last."""
    operations = [*dict.fromkeys(found["operation"])]
    ways = [*dict.fromkeys(way_name(row) for _, row in found.iterrows())]
    above = LINE * len(ways) if narrow else 2 * LINE
    figure = style.figure(theme, height=90 + above + ROW * len(operations), narrow=narrow)
    found = found.assign(origin=origin, name=[way_name(row) for _, row in found.iterrows()])
    for name in ways:
        of_way = found[found["name"] == name]
        figure.add_scatter(
            x=of_way["times"],
            y=[-operations.index(operation) for operation in of_way["operation"]],
            name=name,
            mode="markers",
            marker=_marker(of_way.iloc[0], theme, 12),
            hovertext=[_told(row) for _, row in of_way.iterrows()],
            hoverinfo="text",
        )
    figure.add_vline(1, line={"color": style.QUIET_TEXT[theme], "width": 1.2, "dash": "dash"})
    low, high = padded(min(float(found["times"].min()), 0.8), max(float(found["times"].max()), 2), 0.05)
    ticks = log_axis(low, high, lambda value: f"{rounded(value)}×", most_ticks=4 if narrow else 9)
    figure.update_xaxes(title_text="Times as fast as the reference (×)", showgrid=True, **ticks)
    names = [_row_name(found, operation, theme) for operation in operations]
    figure.update_yaxes(
        tickvals=[-place for place in range(len(operations))],
        ticktext=names,
        range=[0.4 - len(operations), 0.6],
        automargin=True,
        showgrid=True,
        tickfont={"color": style.TEXT[theme], "size": 12 if narrow else 13},
    )
    place = {"x": 0, "xanchor": "left", "y": 1.01, "yanchor": "bottom", "itemclick": False, "itemdoubleclick": False}
    legend = {"orientation": "v" if narrow else "h", **place, "font": {"size": 13}}
    return figure.update_layout(showlegend=True, legend=legend, margin_t=above + 8)


def _row_name(found: pd.DataFrame, operation: str, theme: Theme) -> str:
    """The operation, and below it what its reference is."""
    reference = found.loc[found["operation"] == operation, "reference"].iloc[0]
    quiet = style.QUIET_TEXT[theme]
    return f"{NAMES[operation]} <br><span style='color:{quiet};font-size:12px'>1× = {escape(reference)} </span>"


def _told(row: pd.Series) -> str:
    low, high = rounded(row["times_low"]), rounded(row["times_high"])
    spread = "the reference" if row["is_reference"] else f"{rounded(row['times'])} times as fast ({low} to {high})"
    return f"<b>{NAMES[row['operation']]}</b><br>{row['name']}<br>{spread}, {count(row['size'])} images"
