"""Timed rows as lines, one per origin, device and implementation, named by what differs from the other lines."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from html import escape

import pandas as pd

from analysis.common.machine import device_name, measured_here, short_name
from analysis.common.wording import count, counted, duration
from analysis.timing.names import named
from analysis.timing.speed_up import LINE
from charts.common.curves import Curve, draw_line
from charts.common.marks import hover
from charts.common.style import Figure, Theme, by_origin, device_look, line_of_device

short_duration = partial(duration, smallest="µs")

DASHES = {"float32": "solid", "tf32": "longdash", "bfloat16": "dash", "float16": "dot"}


def timed_lines(rows: pd.DataFrame) -> Iterator[Curve]:
    """The lines, as curves whose `learner` is the line of a device."""
    n_lines = Counter[str]()
    for _, points in rows.groupby(LINE, sort=False):
        first = points.iloc[0]
        name = ", ".join([device_look(first["device"]).label, *words_of(first, rows)])
        kind = "cpu" if first["device"] == "cpu" else "gpu"
        n_lines[kind] += 1
        yield Curve(line_of_device(kind, n_lines[kind]), "", first["origin"], name, points.sort_values("size"))


def words_of(row: pd.Series, rows: pd.DataFrame) -> list[str]:
    """What distinguishes the row's line from the others in the chart."""
    same = rows[(rows["device"] == row["device"]) & (rows["origin"] == row["origin"])]
    words = [device_name(row["machine"], row["device"])] * (same["machine"].nunique() > 1)
    if rows["origin"].nunique() > 1:
        words.append(place_of(row, rows))
    words += [row["dtype"]] * (rows["dtype"].nunique() > 1)
    names = {"compiled": "compiled", "channels_last": "channels last"}
    words += [name for column, name in names.items() if row[column] and rows[column].nunique() > 1]
    words += [row["library"]] * (same["library"].nunique() > 1)
    several = row["device"] == "cpu" and same[same["machine"] == row["machine"]]["threads"].nunique() > 1
    return words + [counted(int(row["threads"]), "core")] * several


def place_of(row: pd.Series, rows: pd.DataFrame) -> str:
    """`here`, or what the row was recorded on, such as `H200`; the recording's name if another one was too."""
    if measured_here(row["origin"]):
        return "here"
    name = short_name(row["machine"], row["device"])
    others = rows[(rows["origin"] != row["origin"]) & ~rows["origin"].map(measured_here).astype(bool)]
    alike = others[["machine", "device"]].drop_duplicates().itertuples(index=False)
    return str(row["origin"]) if any(short_name(*one) == name for one in alike) else name


def draw_timed(
    figure: Figure, curve: Curve, column: str, write: Callable[[pd.Series], str], theme: Theme, dash: str = ""
) -> None:
    """The line through a column's values, whose marks say what `write` makes of them; with `dash`, it has no marks."""
    points, first = curve.points, curve.points.iloc[0]
    shape = "diamond" if first["compiled"] else "square" if first["channels_last"] else "circle"
    drawn = {"marker_symbol": by_origin(shape, curve.origin), "showlegend": not dash}
    drawn["line_dash"] = dash or DASHES.get(first["dtype"], "solid")
    if dash:
        drawn |= {"mode": "lines", "line_width": 1.5}
    draw_line(figure, curve, points["size"], points[column], write, theme, **drawn)


def timed_hover(name: str, point: pd.Series) -> str:
    """What a mark of median seconds says; `name` is escaped, and the operation is here: a browser may have sent it."""
    low, median, high = (short_duration(point[f"{end}_seconds"]) for end in ("low", "median", "high"))
    at = escape(named(point["operation"]).at(point["size"]))
    return hover(name, f"{at}: {median}", f"half of {count(point['n_repeats'])} repetitions: {low} to {high}")
