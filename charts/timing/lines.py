"""Timed rows as lines, named by what differs from the other lines, and the sentences below a chart of times."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import partial
from html import escape

import pandas as pd

from analysis.common.machine import device_name, measured_here, short_name
from analysis.common.wording import capitalised, count, counted, duration, range_of
from analysis.timing.names import named
from analysis.timing.speed_up import LINE
from charts.common.captions import days
from charts.common.curves import Curve, draw_line
from charts.common.marks import Write, hover
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


def draw_timed(figure: Figure, curve: Curve, column: str, write: Write, theme: Theme, dash: str = "") -> None:
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


def timed_where(rows: pd.DataFrame, *, marks: bool = True) -> str:
    """Machines, threads, versions and days, first of what was measured here; `marks` says how each is drawn."""
    sentences = []
    for is_here, mark, verb in ((True, "Filled", "measured here"), (False, "Hollow", "recorded")):
        part = rows[rows["origin"].map(measured_here).astype(bool) == is_here]
        if len(part):
            opening = f"{mark} marks: {verb}" if marks else capitalised(verb)
            places = [
                _place("" if is_here else f"as “{origin}” ", group)
                for (origin, _), group in part.groupby(["origin", "machine"], sort=False)
            ]
            sentences.append(f"{opening} {'; '.join(places)}.")
    return " ".join(sentences)


def _place(name: str, rows: pd.DataFrame) -> str:
    """The machine of these rows, its threads and versions, and the days."""
    threads = f"{range_of(rows['threads'])} {'thread' if rows['threads'].max() == 1 else 'threads'}"
    return f"{name}on {rows['machine'].iloc[0]}, {threads}, {_versions(rows)}, {days(rows)}"


def describe_seconds(rows: pd.DataFrame) -> str:
    """The caption of the chart of seconds."""
    copies = " The GPU's times include the copies to its memory and back." if (rows["device"] != "cpu").any() else ""
    return (
        "Median time of one call after warm-up; the band holds the middle half of the repetitions that count, and is "
        f"often narrower than the line.{left_out(rows)}{copies} {timed_where(rows)}"
    )


def left_out(rows: pd.DataFrame) -> str:
    """A sentence, after a space, on repetitions left out because of slow turns; empty without any."""
    n_left_out = int(rows["n_left_out"].sum())
    if not n_left_out:
        return ""
    were, their_turns_were = ("was", "its turn was") if n_left_out == 1 else ("were", "their turns were")
    return (
        f" {count(rows['n_repeats'].sum())} repetitions are counted. {count(n_left_out)} {were} left out, because "
        f"{their_turns_were} over a tenth slower than the fastest, as happens when other programs use the machine."
    )


def describe_speed_up() -> str:
    """The caption of the chart of speed-ups, which has the same rows."""
    return (
        "The time of the CPU, on all its cores, divided by that of the GPU in the same machine, with the same "
        "number format (TF32 against float32). Above the dashed line the GPU is faster. Dotted: without copies. The "
        "band comes from the quartiles least and most favourable to the GPU."
    )


def _versions(rows: pd.DataFrame) -> str:
    found = {json.loads(text).get("torch") for text in rows["versions"].unique()}
    return f"torch {' and '.join(sorted(version for version in found if version))}"
