"""Fitted laws drawn over the curves: the fit, its interval, and the lesson's law of one over the square root of n."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.common.wording import about, count, percent, percents
from analysis.data_size.learning_curve import Estimate, PowerLaw
from charts.common import style
from charts.common.marks import draw_band, hover
from charts.common.style import Figure, Theme

BEYOND = 8
"""Laws are drawn up to this many times the largest measured size, beyond the range in which they are trusted."""


def reach(summary: pd.DataFrame, fits: Sequence[PowerLaw]) -> float:
    """The largest number of images in the chart: that of the measurements or of the laws."""
    return float(max([summary["n_train"].max(), *(BEYOND * law.largest for law in fits)]))


def law_end(law: PowerLaw) -> float:
    """The error rate at the end of a law's line."""
    return law.error_at(BEYOND * law.largest).value


def law_ends(law: PowerLaw) -> tuple[float, float]:
    """The lowest and the highest error rate of a law's interval."""
    return law.error_at(BEYOND * law.largest).low, law.error_at(law.smallest).high


def draw_laws(figure: Figure, fits: Sequence[PowerLaw], view: str, theme: Theme) -> None:
    """Each law in its colour while it is trusted, grey beyond that, and the lesson's law dashed."""
    for index, law in enumerate(fits):
        colour = style.look(law.learner).line[theme]
        grey = style.QUIET_TEXT[theme], style.LOOKS["raw_svm"].line[theme]
        _draw_piece(figure, law, (law.smallest, law.trusted_to), view, colour, colour)
        _draw_piece(figure, law, (law.trusted_to, BEYOND * law.largest), view, *grey)
        _draw_lesson(figure, law, view, theme, is_named=index == 0)


def _draw_lesson(figure: Figure, law: PowerLaw, view: str, theme: Theme, *, is_named: bool) -> None:
    """The lesson's law through the first measured mean, dashed; only one of them is named."""
    n = np.geomspace(law.smallest, BEYOND * law.largest, 41)
    figure.add_scatter(
        x=n,
        y=[_shown(law.lesson_error_at(size), view) for size in n],
        mode="lines+text",
        text=["rule of thumb: α = 0.5 " if is_named and index == 14 else "" for index in range(len(n))],
        textposition="bottom left" if view == "error" else "top left",
        textfont={"size": 13, "color": style.QUIET_TEXT[theme]},
        line={"color": style.look(law.learner).line[theme], "width": 1.2, "dash": "dash"},
        hovertext=hover(f"{style.label(law.learner)}, {law.recipe}", "the rule of thumb: error falls as 1/√n"),
        hoverinfo="text",
        showlegend=False,
    )


def _draw_piece(figure: Figure, law: PowerLaw, sizes: tuple[float, float], view: str, line: str, shade: str) -> None:
    """The law and its 95 % interval from one size to another."""
    n = np.geomspace(*sizes, 16)
    found = [law.error_at(size) for size in n]
    low, value, high = ([_shown(getattr(one, name), view) for one in found] for name in ("low", "value", "high"))
    draw_band(figure, n, low, high, shade, 0.12)
    figure.add_scatter(
        x=n,
        y=value,
        mode="lines",
        showlegend=False,
        line={"color": line, "width": 1.2},
        hoverinfo="text",
        hovertext=[_hover(law, size, estimate) for size, estimate in zip(n, found, strict=True)],
    )


def _shown(error: float, view: str) -> float:
    """Error or accuracy in percent."""
    return 100 * error if view == "error" else 100 * (1 - error)


def _hover(law: PowerLaw, size: float, estimate: Estimate) -> str:
    """What a point of the law says."""
    value, low, high = percents(estimate.value, estimate.low, estimate.high)
    return hover(
        f"{style.label(law.learner)}, {law.recipe}: fitted law",
        f"{about(size)} training images",
        f"{value} wrong expected (95 % interval {low} to {high})",
        "" if estimate.trusted else "a guess: beyond four times what was measured",
    )


def describe_law(law: PowerLaw) -> str:
    """The law in words: its exponent, and the error that it predicts at the end of the range in which it is trusted."""
    expected = law.error_at(law.trusted_to)
    value, low, high = percents(expected.value, expected.low, expected.high)
    return (
        f"{style.look(law.learner).label}, {law.recipe}: error ≈ {percent(law.floor)} + b · n^−α with "
        f"α = {law.alpha:.2f} (95 % interval {law.alpha_low:.2f} to {law.alpha_high:.2f}; rule of thumb: 0.50). "
        f"At {count(law.trusted_to)} images it predicts {value} wrong ({low} to {high})."
    )
