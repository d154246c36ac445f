"""The chart of accuracy against data size as an SVG file, by matplotlib: plotly's own would need a browser."""

import io
from collections.abc import Sequence

import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.crossover import Crossover
from analysis.scored_on import ScoredOn
from charts import bands, style
from charts.axes import count, padded, ticks
from charts.curves import curves

MARKERS = {"circle": "o", "square": "s", "diamond": "D", "triangle-up": "^", "pentagon": "p", "x-thin": "x"}
LINES = {"dot": ":", "solid": "-"}


def svg(summary: pd.DataFrame, crossovers: Sequence[Crossover] = (), *, title: str = "", caption: str = "") -> str:
    """The text of an SVG file that shows what `accuracy_against_size` does, on white for print."""
    scored = ScoredOn.of(summary)
    figure = Figure(figsize=(9, 5.5), layout="constrained")
    axes = figure.add_subplot()
    for crossing in bands.drawable(crossovers):
        axes.axvspan(*bands.ends(crossing), color="#3C3C32", alpha=0.08, linewidth=0)
    _draw_curves(axes, summary)
    _set_axes(axes, summary, scored.n_test)
    axes.set_title(_plain(title), loc="left", fontsize=14, fontweight="bold")
    words = [bands.words(crossing) for crossing in bands.drawable(crossovers)]
    figure.supxlabel("\n".join(_plain(line) for line in (*words, caption) if line), fontsize=9, wrap=True)
    text = io.StringIO()
    # No date and no random names in the file: the same rows give the same bytes. Letters stay letters.
    with rc_context({"svg.hashsalt": "crossover", "svg.fonttype": "none"}):
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": "Crossover"})
    return text.getvalue()


def _draw_curves(axes: Axes, summary: pd.DataFrame) -> None:
    """Band, line and marks of each curve, in the colours and shapes of the page."""
    for curve in curves(summary):
        colour = style.look(curve.learner).line["light"]
        symbol = style.symbol(curve.learner, curve.recipe, curve.origin)
        n, points = curve.points["n_train"], 100 * curve.points[["low", "accuracy", "high"]]
        axes.fill_between(n, points["low"], points["high"], color=colour, alpha=0.16, linewidth=0)
        axes.plot(
            n,
            points["accuracy"],
            color=colour,
            label=_plain(curve.plain_name),
            linestyle=LINES[style.DASHES.get(curve.recipe, "solid")],
            marker=MARKERS[symbol.removesuffix("-open")],
            markerfacecolor="white" if symbol.endswith("-open") else colour,
        )


def _set_axes(axes: Axes, summary: pd.DataFrame, n_test: int) -> None:
    """Units, ticks at 1, 2, 5, and a legend."""
    low, high = padded(summary["n_train"].min(), summary["n_train"].max())
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_xticks(ticks(low, high), [count(value) for value in ticks(low, high)])
    axes.minorticks_off()
    axes.set_xlabel("Training pictures")
    axes.set_ylabel(f"Correct on {count(n_test)} test pictures (%)")
    axes.grid(axis="y", color=style.GRID["light"])
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.legend(frameon=False, loc="upper left")


def _plain(text: str) -> str:
    """Text that matplotlib takes literally: a dollar sign would begin a formula."""
    return text.replace("$", r"\$")
