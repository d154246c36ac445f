"""Kept models in use: a row for each runtime, with the time for one image on the left and the accuracy on the right."""

import json
from html import escape

import numpy as np
import pandas as pd

from analysis.common.learners import SHORT
from analysis.common.machine import HERE
from analysis.common.summary import image_variance
from analysis.common.wording import capitalised, count, duration, listed, megabytes, percents
from analysis.timing.deployment import runtime_name
from analysis.timing.scaling_finding import threads
from charts.common.axes import FINER, ROW, log_axis, name_rows, padded, set_scales
from charts.common.captions import days, machines
from charts.common.marks import draw_interval, hover, marker
from charts.common.style import Figure, Theme, by_origin, empty_figure, label, look

SYMBOLS = {"torch": "circle", "our SVM": "circle", "onnxruntime": "diamond", "onnxruntime int8": "square"}
LIBRARIES = ("torch", "onnxruntime", "scikit-learn")
"""The libraries whose versions the caption names."""


def deployment_figure(rows: pd.DataFrame, theme: Theme = "light", narrow: bool = False) -> Figure:
    """Marks for the median time and the accuracy; lines to the 95th percentile, and for the 95 % interval."""
    half = 1.96 * np.sqrt(image_variance(rows["accuracy"].to_numpy(), rows["n_test"].to_numpy()))
    rows = rows.assign(low=rows["accuracy"] - half, high=rows["accuracy"] + half).reset_index(drop=True)
    figure = empty_figure(theme, height=96 + ROW[narrow] * len(rows), narrow=narrow)
    for index, (_, row) in enumerate(rows.iterrows()):
        _draw(figure, row, -index, theme)
    _set_axes(figure, rows, narrow)
    name_rows(figure, [_row_name(row, theme) for _, row in rows.iterrows()], narrow)
    return figure


def _draw(figure: Figure, row: pd.Series, y: int, theme: Theme) -> None:
    colour = look(row["learner"]).line[theme]
    mark = marker(colour, by_origin(SYMBOLS.get(row["library"], "pentagon"), row["origin"]), size=12, width=2)
    half, most = 1000 * row["latency_p50"], 1000 * row["latency_p95"]
    share, low, high = (100 * row[name] for name in ("accuracy", "low", "high"))
    for axis, value, ends in (("x", half, [half, most]), ("x2", share, [low, high])):
        line = {"color": colour, "width": 2}
        draw_interval(figure, y, value, ends, line, mark, hovertext=_hover(row), xaxis=axis)


def _hover(row: pd.Series) -> str:
    share, low, high = percents(row["accuracy"], row["low"], row["high"])
    half, most = duration(row["latency_p50"]), duration(row["latency_p95"])
    return hover(
        f"{label(row['learner'])}, {_runtime(row)}",
        megabytes(row["n_bytes"]),
        f"one image: median {half}, 95th percentile {most}",
        f"{count(row['images_per_second'])} images per second, {row['batch_size']} at a time",
        f"{share} of {count(row['n_test'])} test images right (95 % interval {low} to {high})",
    )


def _runtime(row: pd.Series) -> str:
    return escape(runtime_name(row["library"], row["device"]), quote=False)


def _row_name(row: pd.Series, theme: Theme) -> str:
    """`SVM, ONNX Runtime, 6.8 MB`, in the learner's colour."""
    name = capitalised(SHORT.get(row["learner"], label(row["learner"])))
    colour = look(row["learner"]).text[theme]
    return f"<span style='color:{colour}'><b>{name}</b>, {_runtime(row)}, {megabytes(row['n_bytes'])}</span>"


def _set_axes(figure: Figure, rows: pd.DataFrame, narrow: bool) -> None:
    low, high = padded(1000 * rows["latency_p50"].min(), 1000 * rows["latency_p95"].max(), 0.08)
    choices = FINER if high / low < 10 else FINER[2:]
    ticks = log_axis(low, high, lambda value: f"{value:g}", most_ticks=3 if narrow else 7, choices=choices)
    titles = ("One image (ms)", "Correct (%)") if narrow else ("Time for one image (ms)", "Correct test images (%)")
    ends = [100 * rows["low"].min() - 0.2, min(100 * rows["high"].max() + 0.2, 100.2)]
    set_scales(figure, titles, ticks, ends, narrow)


def describe_deployment(rows: pd.DataFrame) -> str:
    """The caption, as plain text: what marks and lines are, of which models, where and by what they were measured."""
    models = listed(
        [
            f"{look(learner).label} of {count(of.iloc[0]['n_train'])} images ({of.iloc[0]['recipe']})"
            for learner, of in rows.groupby("learner", sort=False)
        ]
    )
    first = rows.iloc[0]
    mark, verb = ("Filled", "Measured here") if first["origin"] == HERE else ("Hollow", "Recorded")
    versions = [json.loads(text) for text in rows["versions"].unique()]
    used = {name: sorted({one[name] for one in versions if name in one}) for name in LIBRARIES}
    by = ", ".join(f"{name} {' and '.join(numbers)}" for name, numbers in used.items() if numbers)
    return (
        f"{models}. {mark} marks on the left: half of all single images take at most this long, from bytes to "
        "label, features included; lines end where 95 of 100 are done. On the right: accuracy on "
        f"{count(first['n_test'])} test images with each runtime's own predictions, and its 95 % interval. "
        f"{verb} on {machines(rows)}, {threads(first['threads'])} for every runtime, {by}, {days(rows)}."
    )
