"""The chart of accuracy against data size as an SVG file, drawn by matplotlib, because plotly would need a browser."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.common.scored_on import ScoredOn
from analysis.data_size.crossover import Crossover
from analysis.data_size.learning_curve import PowerLaw
from charts.common.axes import FINER, images_axis, log_axis, padded, percent_range
from charts.common.curves import curves
from charts.common.style import GRID, QUIET_TEXT, View, dash, look, symbol
from charts.data_size import bands, margin_band
from charts.data_size.chart import extent, shown, y_title
from charts.data_size.laws import law_reach, reach

MARKERS = {
    **{"circle": "o", "square": "s", "diamond": "D", "triangle-up": "^", "triangle-down": "v"},
    **{"star": "*", "pentagon": "p", "x-thin": "x"},
}
LINES = {"dot": ":", "solid": "-", "dashdot": "-.", "longdash": "--"}


def svg(
    summary: pd.DataFrame,
    crossovers: Sequence[Crossover] = (),
    *,
    view: View = "accuracy",
    fits: Sequence[PowerLaw] = (),
    title: str = "",
    caption: str = "",
    margin: float | None = None,
) -> str:
    """The text of an SVG file like `accuracy_against_size`, for print; laws are lines without intervals."""
    scored = ScoredOn.of(summary)
    figure = Figure(figsize=(9, 5.5), layout="constrained")
    axes = figure.add_subplot()
    for crossing in bands.drawable(crossovers):
        axes.axvspan(*bands.ends(crossing), color="#3C3C32", alpha=0.08, linewidth=0)
    ribbon = margin_band.ribbon(summary, margin) if margin is not None and view == "accuracy" else None
    if ribbon:
        grey, name = QUIET_TEXT["light"], _plain(ribbon.words)
        axes.fill_between(ribbon.n, ribbon.low, ribbon.high, color=grey, alpha=0.16, linewidth=0, label=name)
    _draw_curves(axes, summary, view)
    _draw_laws(axes, fits, view)
    _set_axes(axes, summary, fits, view, ribbon)
    axes.set(xlabel="Training images", ylabel=y_title(view, scored.n_test))
    axes.set_title(_plain(title), loc="left", fontsize=14, fontweight="bold")
    words = [bands.words(crossing) for crossing in bands.drawable(crossovers)]
    figure.supxlabel("\n".join(_plain(line) for line in (*words, caption) if line), fontsize=9, wrap=True)
    text = io.StringIO()
    # Without a date and random names, the same rows give the same bytes. Text stays text.
    with rc_context({"svg.hashsalt": "crossover", "svg.fonttype": "none"}):
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": "Crossover"})
    return text.getvalue()


def _draw_curves(axes: Axes, summary: pd.DataFrame, view: View) -> None:
    """Band, line and marks of each curve, with the colours and shapes of the page."""
    for curve in curves(summary):
        colour = look(curve.learner).line["light"]
        mark = symbol(curve.learner, curve.recipe, curve.origin)
        n = curve.points["n_train"]
        low, mean, high = (shown(curve.points[name], view) for name in ("low", "accuracy", "high"))
        axes.fill_between(n, low, high, color=colour, alpha=0.16, linewidth=0)
        axes.plot(
            n,
            mean,
            color=colour,
            label=_plain(curve.plain_name),
            linestyle=LINES[dash(curve.learner, curve.recipe)],
            marker=MARKERS[mark.removesuffix("-open")],
            markerfacecolor="white" if mark.endswith("-open") else colour,
        )


def _draw_laws(axes: Axes, fits: Sequence[PowerLaw], view: View) -> None:
    """Each law in its colour while it is trusted, grey beyond that, and the lesson's law dashed."""
    for law in fits:
        colour, grey = look(law.learner).line["light"], QUIET_TEXT["light"]
        n = np.geomspace(law.smallest, law_reach(law), 41)
        for sizes, line in ((n[n <= law.trusted_to], colour), (n[n >= law.trusted_to], grey)):
            joined = np.unique(np.append(sizes, min(law.trusted_to, law_reach(law))))  # both lines reach this size
            fitted = pd.Series([1 - law.error_at(size).value for size in joined])
            axes.plot(joined, shown(fitted, view), color=line, linewidth=1)
        lesson = pd.Series([1 - law.lesson_error_at(size) for size in n])
        name = "rule of thumb: α = 0.5" if law is fits[0] else None
        axes.plot(n, shown(lesson, view), color=colour, linewidth=1, linestyle="--", label=name)


def _set_axes(
    axes: Axes, summary: pd.DataFrame, fits: Sequence[PowerLaw], view: View, ribbon: margin_band.Ribbon | None
) -> None:
    """Ticks at 1, 2 and 5, a grid and a legend."""
    left, right = padded(summary["n_train"].min(), reach(summary, fits))
    _set_log(axes, "x", images_axis(left, right, float(summary["n_train"].max())))
    low, high = extent(summary, fits, view)
    if ribbon:
        low, high = min(low, ribbon.low.min()), max(high, ribbon.high.max())
    if view == "error":
        settings = log_axis(*padded(low, high), lambda value: f"{value:g}", most_ticks=8, choices=FINER)
        _set_log(axes, "y", settings)
    else:
        axes.set_ylim(*percent_range(low, high))
    axes.grid(axis="y", color=GRID["light"])
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.legend(frameon=False, loc="upper left" if view == "accuracy" else "lower left")


def _set_log(axes: Axes, letter: str, settings: Mapping[str, Any]) -> None:
    """Apply the settings of `log_axis` to the axis x or y."""
    limits = tuple(10**end for end in settings["range"])
    ticks = {"ticks": settings["tickvals"], "ticklabels": settings["ticktext"]}
    axes.set(**{f"{letter}{name}": value for name, value in ({"scale": "log", "lim": limits} | ticks).items()})
    axes.minorticks_off()


def _plain(text: str) -> str:
    """Text without formulas, which a dollar sign would begin."""
    return text.replace("$", r"\$")
