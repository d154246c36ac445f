"""Timed rows as lines: one a place, a device and a way, named by what tells it from the others."""

import textwrap
from collections.abc import Callable, Iterator
from html import escape

import pandas as pd
import plotly.graph_objects as go

from analysis.common.machine import device_name
from analysis.timing.speed_up import HERE, LINE
from charts.common.axes import count
from charts.common.curves import Curve
from charts.common.style import Theme, device_look

DASHES = {"float32": "solid", "tf32": "longdash", "bfloat16": "dash", "float16": "dot"}
LETTERS = 20
"""Of a name in one line, right of the plot."""


def timed_lines(rows: pd.DataFrame) -> Iterator[Curve]:
    """The lines, as curves over `n_train`, which here is the size; `learner` is cpu or gpu."""
    for _, points in rows.groupby(LINE, sort=False):
        first = points.iloc[0]
        words = [device_look(first["device"]).label, *words_of(first, rows)]
        plain = ", ".join(words)
        wrapped = "<br>".join(escape(line, quote=False) for line in textwrap.wrap(plain, LETTERS))
        kind = "cpu" if first["device"] == "cpu" else "gpu"
        points = points.sort_values("size").assign(n_train=points["size"])
        yield Curve(kind, "", first["origin"], plain, escape(plain, quote=False), wrapped, points)


def words_of(row: pd.Series, rows: pd.DataFrame) -> list[str]:
    """What tells the row's line from the others that are shown."""
    alike = rows[(rows["device"] == row["device"]) & (rows["origin"] == row["origin"])]
    words = [device_name(row["machine"], row["device"])] * (alike["machine"].nunique() > 1)
    if rows["origin"].nunique() > 1:
        words.append("here" if row["origin"] == HERE else row["origin"])
    words += [row["dtype"]] * (rows["dtype"].nunique() > 1)
    names = {"compiled": "compiled", "channels_last": "colours last"}
    words += [name for column, name in names.items() if row[column] and rows[column].nunique() > 1]
    words += [row["library"]] * (alike["library"].nunique() > 1)
    n_threads = int(row["threads"])
    several = row["device"] == "cpu" and alike[alike["machine"] == row["machine"]]["threads"].nunique() > 1
    return words + [f"{n_threads} {'core' if n_threads == 1 else 'cores'}"] * several


def draw_timed(
    figure: go.Figure, curve: Curve, column: str, hover: Callable[[pd.Series], str], theme: Theme, dash: str = ""
) -> None:
    """The line through a column's values with its marks: filled where measured here, hollow where recorded."""
    first, colour = curve.points.iloc[0], device_look(curve.learner).line[theme]
    shape = "diamond" if first["compiled"] else "square" if first["channels_last"] else "circle"
    figure.add_scatter(
        x=curve.points["size"],
        y=curve.points[column],
        name=curve.name,
        legendgroup=curve.name,
        showlegend=not dash,
        mode="lines" if dash else "lines+markers",
        line={"color": colour, "width": 1.5 if dash else 2.5, "dash": dash or DASHES.get(first["dtype"], "solid")},
        marker={
            "symbol": shape if first["origin"] == HERE else f"{shape}-open",
            "size": 9,
            "color": colour,
            "line": {"color": colour, "width": 1.8},
        },
        hovertext=[hover(point) for _, point in curve.points.iterrows()],
        hoverinfo="text",
    )


def size_axis(sizes: pd.Series, *, narrow: bool) -> dict[str, object]:
    """A logarithmic axis with ticks at measured sizes only, as many as have room."""
    measured = sorted(sizes.unique())
    step = -(-len(measured) // (5 if narrow else 10))
    shown = measured[::-1][::step][::-1]
    return {"type": "log", "tickvals": shown, "ticktext": [count(size) for size in shown]}
