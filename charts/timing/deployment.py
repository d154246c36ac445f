"""Kept models at work: a row a way, with the time for one image on the left and the share right on the right."""

import json
from html import escape

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.common.summary import image_variance
from analysis.timing.deployment import megabytes, milliseconds, way_name
from charts.common import style
from charts.common.axes import FINER, count, log_axis, padded, percent
from charts.common.style import Theme

SYMBOLS = {"torch": "circle", "our SVM": "circle", "onnxruntime": "diamond", "onnxruntime int8": "square"}
ROW = {False: 46, True: 58}
"""Pixels of a row, on a wide and on a narrow screen, where its name stands above it."""


def deployment_figure(rows: pd.DataFrame, theme: Theme = "light", narrow: bool = False) -> go.Figure:
    """Marks: half of all images take no longer, and the share right; lines: to 95 of 100, and the 95 % interval."""
    rows = rows.reset_index(drop=True)
    figure = style.figure(theme, height=96 + ROW[narrow] * len(rows), narrow=narrow)
    half = 1.96 * np.sqrt(image_variance(rows["accuracy"].to_numpy(), rows["n_test"].to_numpy()))
    for place, row in rows.iterrows():
        spread = (row["accuracy"] - half[place], row["accuracy"] + half[place])
        _draw(figure, row, -int(str(place)), spread, theme)
        if narrow:
            _name_above(figure, row, -int(str(place)), theme)
    _set_axes(figure, rows, half, theme, narrow)
    return figure


def _draw(figure: go.Figure, row: pd.Series, y: int, spread: tuple[float, float], theme: Theme) -> None:
    colour = style.look(row["learner"]).line[theme]
    symbol = SYMBOLS.get(row["library"], "pentagon") + ("" if row["origin"] == "here" else "-open")
    hover = _hover(row, spread)
    panels = (
        ("x", 1000 * row["latency_p50"], [1000 * row["latency_p50"], 1000 * row["latency_p95"]]),
        ("x2", 100 * row["accuracy"], [100 * end for end in spread]),
    )
    for axis, value, ends in panels:
        line = {"color": colour, "width": 2}
        figure.add_scatter(x=ends, y=[y, y], xaxis=axis, mode="lines", line=line, hoverinfo="skip")
        figure.add_scatter(
            x=[value],
            y=[y],
            xaxis=axis,
            mode="markers",
            marker={"symbol": symbol, "size": 12, "color": colour, "line": {"width": 2, "color": colour}},
            hovertext=hover,
            hoverinfo="text",
        )


def _hover(row: pd.Series, spread: tuple[float, float]) -> str:
    half = (spread[1] - spread[0]) / 2
    low, value, high = (percent(share, half) for share in (spread[0], row["accuracy"], spread[1]))
    return (
        f"<b>{style.label(row['learner'])}, {_way(row)}</b><br>{megabytes(row['n_bytes'])}<br>"
        f"one image: {milliseconds(row['latency_p50'])}, for 95 of 100 at most {milliseconds(row['latency_p95'])}<br>"
        f"{count(row['images_per_second'])} images a second, {row['batch_size']} at once<br>"
        f"{value} of {count(row['n_test'])} test images right (95 % interval {low} to {high})"
    )


def _way(row: pd.Series) -> str:
    return escape(way_name(row["library"], row["device"]), quote=False)


def _named(row: pd.Series, theme: Theme) -> str:
    """`SVM in ONNX Runtime, 6.8 MB`, in the learner's colour."""
    side = "SVM" if row["learner"] == "svm" else style.label(row["learner"])
    colour = style.look(row["learner"]).text[theme]
    return f"<span style='color:{colour}'><b>{side}</b>, {_way(row)}, {megabytes(row['n_bytes'])}</span>"


def _name_above(figure: go.Figure, row: pd.Series, y: int, theme: Theme) -> None:
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=y, yanchor="bottom", yshift=9, text=_named(row, theme), showarrow=False
    )


def _set_axes(figure: go.Figure, rows: pd.DataFrame, half: np.ndarray, theme: Theme, narrow: bool) -> None:
    low, high = padded(1000 * rows["latency_p50"].min(), 1000 * rows["latency_p95"].max(), 0.08)
    choices = FINER if high / low < 10 else FINER[2:]
    ticks = log_axis(low, high, lambda value: f"{value:g}", most_ticks=3 if narrow else 7, choices=choices)
    figure.update_xaxes(showgrid=True, title_text="One image (ms)" if narrow else "Time for one image (ms)")
    figure.update_layout(
        xaxis={"domain": [0, 0.56], **ticks},
        xaxis2={
            **figure.layout.xaxis.to_plotly_json(),
            "domain": [0.62, 1],
            "type": "linear",
            "range": [
                100 * (rows["accuracy"] - half).min() - 0.2,
                min(100 * (rows["accuracy"] + half).max() + 0.2, 100.2),
            ],
            "tickvals": None,
            "ticktext": None,
            "nticks": 3 if narrow else 6,
            "title": {"text": "Right (%)" if narrow else "Test images right (%)", **_title_font(figure)},
        },
        margin={"l": 8 if narrow else 60, "t": 24},
    )
    names = ["" if narrow else f"{_named(row, theme)} " for _, row in rows.iterrows()]
    bottom = 0.6 - len(rows)
    figure.update_yaxes(
        tickvals=[-place for place in range(len(rows))],
        ticktext=names,
        range=[bottom, 0.7],
        automargin=not narrow,
        showgrid=not narrow,
    )


def _title_font(figure: go.Figure) -> dict[str, object]:
    title = figure.layout.xaxis.title
    return {"font": title.font.to_plotly_json(), "standoff": title.standoff}


def describe_deployment(rows: pd.DataFrame) -> str:
    """The caption, as plain text: what marks and lines are, of which models, where and by what it was measured."""
    models = " and ".join(
        f"{style.look(learner).label} of {count(of.iloc[0]['n_train'])} images ({of.iloc[0]['recipe']})"
        for learner, of in rows.groupby("learner", sort=False)
    )
    first = rows.iloc[0]
    here = first["origin"] == "here"
    versions = json.loads(first["versions"])
    by = ", ".join(f"{name} {versions[name]}" for name in ("torch", "onnxruntime", "scikit-learn") if name in versions)
    threads = "one thread" if first["threads"] == 1 else f"{first['threads']} threads"
    place = "Measured here" if here else "Recorded"
    machines = " and ".join(sorted(set(rows["machine"])))
    day = pd.to_datetime(rows["measured_at"].max(), utc=True, format="ISO8601")
    return (
        f"{models}. {'Filled' if here else 'Hollow'} marks on the left: half of all single images take no longer, "
        "from their bytes to the label, features included; lines end where 95 of 100 are done. On the right: the share "
        f"of {count(first['n_test'])} test images right by this way's own answers, with its 95 % interval. "
        f"{place} on {machines}, {threads} for every way, {by}, {day.day} {day:%b %Y}."
    )
