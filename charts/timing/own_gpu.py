"""Seconds of one operation on a visitor's GPU, with and without the copies, on one core, and on the server."""

from functools import partial
from html import escape

import pandas as pd

from analysis.common.machine import HERE, measured_here
from analysis.common.wording import span
from analysis.timing.names import named
from analysis.timing.own_gpu.rows import CORE, GPU, OwnGpu
from charts.common import style
from charts.common.axes import log_axis, padded, set_axes, sizes_axis
from charts.common.curves import Curve, shade
from charts.common.line_names import name_lines
from charts.common.marks import hover
from charts.common.style import Figure, Theme
from charts.timing.captions import timed_where
from charts.timing.lines import draw_timed, short_duration, timed_hover

SERVER, ON_GPU, ON_CORE, GREY = "cpu", "gpu", "cpu 2", "cpu 5"
"""The colours, by their names in `charts.common.style.DEVICES`; what a program does in a GPU's place is grey."""
ROOM = 176


def own_gpu_figure(
    own: OwnGpu | None,
    server: pd.DataFrame,
    operation: str = "matrix_product",
    dtype: str = "float32",
    theme: Theme = "light",
    narrow: bool = False,
) -> Figure:
    """The lines of `own`, if given, and for the matrix product also that of the server, which has no other work."""
    lines = own_lines(own, operation, dtype) if own else []
    lines += server_lines(server) if operation == "matrix_product" else []
    points = pd.concat([line.points for line in lines])
    figure = style.figure(theme, height=400 if narrow else 470, narrow=narrow)
    least = points["low_seconds"].min() if own is None else points[["low_seconds", "compute"]].min().min()
    low, high = padded(float(least), float(points["high_seconds"].max()))
    y = log_axis(low, high, short_duration, most_ticks=8)
    set_axes(figure, named(operation).counted, sizes_axis(points["size"], narrow), "Time of one call", y)
    for line in lines:
        _draw(figure, line, theme)
    figure.update_layout(margin_l=72)
    ends = [(line, _end(line)) for line in lines if line.points["dash"].iloc[0] == "solid"]
    name_lines(figure, ends, theme, narrow, ROOM)
    return figure


def own_lines(own: OwnGpu, operation: str, dtype: str) -> list[Curve]:
    """What the browser measured, drawn as measured here: the GPU with and without its copies, and one core."""
    gpu = own.of(operation, GPU, dtype).assign(dash="solid")
    without = gpu.assign(dash="dot", **dict.fromkeys(("median_seconds", "low_seconds", "high_seconds"), gpu["compute"]))
    colour, name = (GREY, f"{own.name}, on your processor") if own.is_software else (ON_GPU, "Your GPU")
    found = [
        (colour, name, gpu),
        (colour, f"{name}, without copies", without),
        (ON_CORE, "One core of yours, JavaScript", own.of(operation, CORE).assign(dash="solid")),
    ]
    return [_curve(*line) for line in found if len(line[2])]


def server_lines(server: pd.DataFrame) -> list[Curve]:
    """The server's processor by its name."""
    if server.empty:
        return []
    first = server.iloc[0]
    where = "this server" if measured_here(first["origin"]) else "recorded"
    return [_curve(SERVER, f"{first['machine']}, {where}", server.assign(dash="solid"), first["origin"])]


def describe_own_gpu(own: OwnGpu | None, server: pd.DataFrame) -> str:
    """The caption: what a line is, how often it was repeated, how right it is, and where it was measured."""
    sentences = ["Median time of one call after warm-up; the band holds the middle half of the repetitions."]
    if own:
        worst, repeats = own.rows["error"].max(), own.rows["n_repeats"]
        many = span(repeats.min(), repeats.max())
        sentences.append(
            f"Dotted: without the copies. {own.browser} measured {own.name} and one core, {many} repetitions a row. "
            f"Entries of each result were compared with exact sums; the worst was off by {worst:.0e} "
            "of the sum of its products' sizes."
        )
    if len(server):
        sentences.append(timed_where(server))
    return " ".join(sentences)


def _curve(colour: str, name: str, rows: pd.DataFrame, origin: str = HERE) -> Curve:
    return Curve(colour, "", origin, name, rows.assign(origin=origin))


def _draw(figure: Figure, line: Curve, theme: Theme) -> None:
    """The band and the line; a line without copies has no band, because it has only medians."""
    if line.points["dash"].iloc[0] == "solid":
        shade(figure, line, *(line.points[name] for name in ("size", "low_seconds", "high_seconds")), theme)
        draw_timed(figure, line, "median_seconds", partial(timed_hover, line.name), theme)
    else:
        draw_timed(figure, line, "median_seconds", partial(_median_hover, line.name), theme, "dot")


def _median_hover(name: str, point: pd.Series) -> str:
    """What a point of a line without copies says."""
    at = escape(named(point["operation"]).at(point["size"]))
    return hover(name, f"{at}: {short_duration(point['median_seconds'])}")


def _end(line: Curve) -> float:
    return float(line.points["median_seconds"].iloc[-1])
