"""Fitted laws drawn over the curves: the fit, its interval, and the lesson's one over the square root of n."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.data_size.learning_curve import Estimate, PowerLaw
from charts.common import style
from charts.common.axes import count, percent
from charts.common.style import Theme

BEYOND = 8
"""How many times the largest measured size is shown once a law is drawn: past the end of what it may be trusted for."""


def reach(summary: pd.DataFrame, fits: Sequence[PowerLaw]) -> float:
    """The largest number of images to show: what was measured, or where the laws end."""
    return float(max([summary["n_train"].max(), *(BEYOND * law.largest for law in fits)]))


def law_end(law: PowerLaw) -> float:
    """The error rate at which a law's drawn line ends."""
    return law.error_at(BEYOND * law.largest).value


def law_ends(law: PowerLaw) -> tuple[float, float]:
    """The least and the greatest error rate of a law's drawn interval."""
    return law.error_at(BEYOND * law.largest).low, law.error_at(law.smallest).high


def draw_laws(figure: go.Figure, fits: Sequence[PowerLaw], view: str, theme: Theme) -> None:
    """Each law: in its colour while it may be trusted, grey after that, and the lesson's law dashed."""
    for place, law in enumerate(fits):
        colour = style.look(law.learner).line[theme]
        _draw_piece(figure, law, (law.smallest, law.trusted_to), view, colour, colour)
        _draw_piece(figure, law, (law.trusted_to, BEYOND * law.largest), view, *_greys(theme))
        _draw_lesson(figure, law, view, theme, named=place == 0)


def _draw_lesson(figure: go.Figure, law: PowerLaw, view: str, theme: Theme, *, named: bool) -> None:
    """The lesson's law through the first measured mean, dashed; one of them bears its name."""
    n = np.geomspace(law.smallest, BEYOND * law.largest, 41)
    figure.add_scatter(
        x=n,
        y=[_shown(law.lesson_error_at(size), view) for size in n],
        mode="lines+text",
        text=["lesson: α = 0.5 " if named and index == 14 else "" for index in range(len(n))],
        textposition="bottom left" if view == "error" else "top left",
        textfont={"size": 13, "color": style.QUIET_TEXT[theme]},
        line={"color": style.look(law.learner).line[theme], "width": 1.2, "dash": "dash"},
        hovertext=f"<b>{style.label(law.learner)}, {law.recipe}</b><br>the lesson's law: error falls as 1/√n",
        hoverinfo="text",
        showlegend=False,
    )


def _greys(theme: Theme) -> tuple[str, str]:
    """Line and shade where a law is a guess."""
    return style.QUIET_TEXT[theme], style.LOOKS["raw_svm"].line[theme]


def _draw_piece(figure: go.Figure, law: PowerLaw, sizes: tuple[float, float], view: str, line: str, shade: str) -> None:
    """The law and its 95 % interval from one size to another."""
    n = np.geomspace(*sizes, 16)
    found = [law.error_at(size) for size in n]
    low, high = ([_shown(getattr(estimate, end), view) for estimate in found] for end in ("low", "high"))
    figure.add_scatter(
        x=np.r_[n, n[::-1]],
        y=np.r_[low, high[::-1]],
        fill="toself",
        mode="lines",
        line_width=0,
        fillcolor=style.translucent(shade, 0.12),
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_scatter(
        x=n,
        y=[_shown(estimate.value, view) for estimate in found],
        mode="lines",
        showlegend=False,
        line={"color": line, "width": 1.2},
        hoverinfo="text",
        hovertext=[_hover(law, size, estimate) for size, estimate in zip(n, found, strict=True)],
    )


def _shown(error: float, view: str) -> float:
    """Percent wrong, or percent right."""
    return 100 * error if view == "error" else 100 * (1 - error)


def _hover(law: PowerLaw, size: float, estimate: Estimate) -> str:
    """What a point of the law says."""
    half = (estimate.high - estimate.low) / 2
    low, value, high = (percent(share, half) for share in (estimate.low, estimate.value, estimate.high))
    warning = "" if estimate.trusted else "<br>a guess: beyond four times what was measured"
    n = count(float(f"{size:.2g}"))
    return (
        f"<b>{style.label(law.learner)}, {law.recipe}: fitted law</b><br>{n} training images<br>"
        f"{value} wrong expected (95 % interval {low} to {high}){warning}"
    )


def describe_law(law: PowerLaw) -> str:
    """The law in words: its exponent with interval, and the error it expects where it ceases to be trusted."""
    expected = law.error_at(law.trusted_to)
    half = (expected.high - expected.low) / 2
    low, value, high = (percent(share, half) for share in (expected.low, expected.value, expected.high))
    return (
        f"{style.look(law.learner).label}, {law.recipe}: error ≈ {percent(law.floor, 0.02)} + b · n^−α with "
        f"α = {law.alpha:.2f} (95 % interval {law.alpha_low:.2f} to {law.alpha_high:.2f}; the lesson's value is 0.50). "
        f"At {count(law.trusted_to)} images it expects {value} wrong ({low} to {high})."
    )
