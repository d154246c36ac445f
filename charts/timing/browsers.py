"""What browsers measured on their GPUs: a visitor's own in detail, and the class's on one chart."""

from collections.abc import Iterator
from functools import partial
from html import escape
from typing import Any

import pandas as pd

from analysis.common.machine import HERE, measured_here
from analysis.common.wording import capitalised, cut, range_of
from analysis.timing.class_gpus import Processor
from analysis.timing.names import named
from analysis.timing.own_gpu import CORE, GPU, OwnGpu
from charts.common.axes import log_axis, padded, set_axes, sizes_axis
from charts.common.curves import Curve, draw_line, name_lines, shade
from charts.common.marks import hover
from charts.common.style import Figure, Theme, by_origin, empty_figure
from charts.timing.lines import draw_timed, short_duration, timed_hover, timed_where

PROCESSOR, ON_GPU, ON_CORE, GREY, OTHERS, OWN = "cpu", "gpu", "cpu 2", "cpu 5", "gpu 2", "gpu 3"
"""The looks by their names in `DEVICES`: of the server's processor; of the visitor's GPU, one core of theirs, and a
program in a GPU's place; and among the class's GPUs of the others and of one's own."""
COPIES_LEFT_OUT = "copies left out"
"""What a curve's `recipe` says here of a line without the copies."""
ROOM = 176
MOST_NAMED = 6
"""If there are more GPUs than this beside the visitor's own, one name stands for all of them."""
MOST_LETTERS = 36
"""The most letters of a GPU's name that the chart shows; the name comes from a browser."""


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
    figure = empty_figure(theme, height=400 if narrow else 470, narrow=narrow)
    least = points["low_seconds"].min() if own is None else points[["low_seconds", "compute"]].min().min()
    low, high = padded(float(least), float(points["high_seconds"].max()))
    y = log_axis(low, high, short_duration, most_ticks=8)
    set_axes(figure, named(operation).counted, sizes_axis(points["size"], narrow), "Time of one call", y)
    for line in lines:
        _draw(figure, line, theme)
    figure.update_layout(margin_l=72)
    ends = [(line, float(line.points["median_seconds"].iloc[-1])) for line in lines if not line.recipe]
    name_lines(figure, ends, theme, narrow, ROOM)
    return figure


def own_lines(own: OwnGpu, operation: str, dtype: str) -> list[Curve]:
    """What the browser measured, drawn as measured here: the GPU with and without its copies, and one core."""
    gpu = own.of(operation, GPU, dtype)
    without = gpu.assign(**dict.fromkeys(("median_seconds", "low_seconds", "high_seconds"), gpu["compute"]))
    colour, name = (GREY, f"{own.name}, on your processor") if own.is_software else (ON_GPU, "Your GPU")
    found = [
        Curve(colour, "", HERE, name, gpu),
        Curve(colour, COPIES_LEFT_OUT, HERE, f"{name}, without copies", without),
        Curve(ON_CORE, "", HERE, "One core of yours, JavaScript", own.of(operation, CORE)),
    ]
    return [line for line in found if len(line.points)]


def server_lines(server: pd.DataFrame) -> list[Curve]:
    """The server's processor by its name."""
    if server.empty:
        return []
    first = server.iloc[0]
    where = "this server" if measured_here(first["origin"]) else "recorded"
    return [Curve(PROCESSOR, "", first["origin"], f"{first['machine']}, {where}", server)]


def describe_own_gpu(own: OwnGpu | None, server: pd.DataFrame) -> str:
    """The caption: what a line is, how often it was repeated, how right it is, and where it was measured."""
    sentences = ["Median time of one call after warm-up; the band holds the middle half of the repetitions."]
    if own:
        worst, repeats = own.rows["error"].max(), own.rows["n_repeats"]
        many = range_of(repeats)
        sentences.append(
            f"Dotted: without the copies. {own.browser} measured {own.name} and one core, {many} repetitions a row. "
            f"Entries of each result were compared with exact sums; the worst was off by {worst:.0e} "
            "of the sum of its products' sizes."
        )
    if len(server):
        sentences.append(timed_where(server))
    return " ".join(sentences)


def _draw(figure: Figure, line: Curve, theme: Theme) -> None:
    """The band and the line; a line without copies has no band, because it has only medians."""
    if line.recipe == COPIES_LEFT_OUT:
        draw_timed(figure, line, "median_seconds", partial(_median_hover, line.name), theme, "dot")
    else:
        points = line.points
        shade(figure, line, points["size"], points["low_seconds"], points["high_seconds"], theme)
        draw_timed(figure, line, "median_seconds", partial(timed_hover, line.name), theme)


def _median_hover(name: str, point: pd.Series) -> str:
    """What a point of a line without copies says."""
    at = escape(named(point["operation"]).at(point["size"]))
    return hover(name, f"{at}: {short_duration(point['median_seconds'])}")


def class_figure(
    lines: pd.DataFrame, processor: Processor | None, theme: Theme = "light", narrow: bool = False
) -> Figure:
    """A thin line of medians for each GPU of `gpu_lines`, a thicker one for the visitor's own and for the processor."""
    figure = empty_figure(theme, height=400 if narrow else 470, narrow=narrow)
    beside = lines.iloc[:0] if processor is None else processor.rows
    beside = beside[beside["size"] >= lines["size"].min()]  # smaller sizes would only squeeze the lines
    seconds = pd.concat([lines["median_seconds"], beside["median_seconds"]])
    sizes = sizes_axis(pd.concat([lines["size"], beside["size"]]), narrow)
    y = log_axis(*padded(seconds.min(), seconds.max()), short_duration, most_ticks=8)
    set_axes(figure, named("matrix_product").counted, sizes, "Time of one product", y)
    ends = [*_draw_gpus(figure, lines, theme)]
    if processor is not None and len(beside):
        curve = Curve(PROCESSOR, "", beside["origin"].iloc[0], capitalised(processor.whose), beside)
        _draw_gpu(figure, curve, f"{curve.plain_name}, {processor.name}", theme, line_dash="dash", marker_size=7)
        ends.append((curve, float(beside["median_seconds"].iloc[-1])))
    figure.update_layout(margin_l=72)
    name_lines(figure, ends, theme, narrow)
    return figure


def _draw_gpus(figure: Figure, lines: pd.DataFrame, theme: Theme) -> Iterator[tuple[Curve, float]]:
    """Draw every GPU, the visitor's own last; yields those that have a name, with their last values."""
    others = [points for _, points in lines[~lines["is_own"]].groupby("who", sort=True)]
    many = len(others) > MOST_NAMED
    last = []
    for number, points in enumerate(others):
        first = points.iloc[0]
        curve = Curve(OTHERS, "", "here", cut(first["gpu"], MOST_LETTERS), points)
        shown = Curve(OTHERS, "", "here", f"{len(others)} other GPUs", points) if many else curve
        in_legend = not many or number == 0
        _draw_gpu(figure, shown, _whose(first), theme, line_width=1.2, marker_size=4, showlegend=in_legend)
        last.append((shown, float(points["median_seconds"].iloc[-1])))
    if many:
        yield sorted(last, key=lambda end: end[1])[len(last) // 2]
    else:
        yield from last
    own = lines[lines["is_own"]]
    if len(own):
        curve = Curve(OWN, "", "here", f"Your GPU, {cut(own['gpu'].iloc[0], MOST_LETTERS)}", own)
        _draw_gpu(figure, curve, f"Your GPU: {_whose(own.iloc[0])}", theme, line_width=3.5)
        yield curve, float(own["median_seconds"].iloc[-1])


def _draw_gpu(figure: Figure, curve: Curve, whose: str, theme: Theme, **options: Any) -> None:
    points, write = curve.points, partial(timed_hover, escape(whose, quote=False))  # a browser sent it
    drawn = {"legendgroup": None, "showlegend": True, "marker_symbol": by_origin("circle", curve.origin)} | options
    draw_line(figure, curve, points["size"], points["median_seconds"], write, theme, **drawn)


def _whose(row: pd.Series) -> str:
    """The GPU's name, and the browser's."""
    return ", ".join(filter(None, (row["gpu"], row["browser"])))


def describe_class(processor: Processor | None) -> str:
    """The caption: what lines and marks are, and where the processor was measured."""
    where = "" if processor is None else f" The dashed line: {processor.whose}. {timed_where(processor.rows)}"
    return (
        "Median time of one matrix product in float32, measured in each visitor's browser; the copies to the GPU and "
        "back are included. There are no bands, so that many lines stay readable: point at a mark for the middle half "
        f"of its repetitions.{where}"
    )
