"""Every GPU of the class on one chart: seconds of a matrix product over its size, the processor beside them."""

from collections.abc import Iterator
from functools import partial
from html import escape
from typing import Any

import pandas as pd

from analysis.common.wording import capitalised, cut
from analysis.timing.class_gpus import Processor
from analysis.timing.names import named
from charts.common import style
from charts.common.axes import log_axis, padded, set_axes, sizes_axis
from charts.common.curves import Curve, draw_line
from charts.common.line_names import name_lines
from charts.common.style import Figure, Theme, by_origin
from charts.timing.captions import timed_where
from charts.timing.lines import short_duration, timed_hover

MOST_NAMED = 6
"""If there are more GPUs than this beside the visitor's own, one name stands for all of them."""
OTHERS, OWN, CPU = "gpu 2", "gpu 3", "cpu"
"""The looks of other GPUs, of the visitor's own and of the processor, by their names in `DEVICES`."""
MOST_LETTERS = 36
"""The most letters of a GPU's name that the chart shows; the name comes from a browser."""


def class_figure(
    lines: pd.DataFrame, processor: Processor | None, theme: Theme = "light", narrow: bool = False
) -> Figure:
    """A thin line of medians for each GPU of `gpu_lines`, a thicker one for the visitor's own and for the processor."""
    figure = style.figure(theme, height=400 if narrow else 470, narrow=narrow)
    beside = lines.iloc[:0] if processor is None else processor.rows
    beside = beside[beside["size"] >= lines["size"].min()]  # smaller sizes would only squeeze the lines
    seconds = pd.concat([lines["median_seconds"], beside["median_seconds"]])
    sizes = sizes_axis(pd.concat([lines["size"], beside["size"]]), narrow)
    y = log_axis(*padded(seconds.min(), seconds.max()), short_duration, most_ticks=8)
    set_axes(figure, named("matrix_product").counted, sizes, "Time of one product", y)
    ends = [*_draw_gpus(figure, lines, theme)]
    if processor is not None and len(beside):
        curve = Curve(CPU, "", beside["origin"].iloc[0], capitalised(processor.whose), beside)
        _draw(figure, curve, f"{curve.plain_name}, {processor.name}", theme, line_dash="dash", marker_size=7)
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
        _draw(figure, shown, _whose(first), theme, line_width=1.2, marker_size=4, showlegend=in_legend)
        last.append((shown, float(points["median_seconds"].iloc[-1])))
    if many:
        yield sorted(last, key=lambda end: end[1])[len(last) // 2]
    else:
        yield from last
    own = lines[lines["is_own"]]
    if len(own):
        curve = Curve(OWN, "", "here", f"Your GPU, {cut(own['gpu'].iloc[0], MOST_LETTERS)}", own)
        _draw(figure, curve, f"Your GPU: {_whose(own.iloc[0])}", theme, line_width=3.5)
        yield curve, float(own["median_seconds"].iloc[-1])


def _draw(figure: Figure, curve: Curve, whose: str, theme: Theme, **options: Any) -> None:
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
