"""Fitted laws drawn over the curves: the fit, its interval, and the lesson's law of one over the square root of n."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.common.wording import about, count, figures, percent, percents, points
from analysis.data_size.learning_curve import PowerLaw, Share
from charts.common.marks import draw_band, hover
from charts.common.style import LOOKS, QUIET_TEXT, Figure, Theme, label, look

BEYOND = 8
"""Laws are drawn up to this many times the largest measured size, beyond the range in which they are trusted."""

FINE = 0.01
"""Passed to `points` as the uncertainty, which makes it write tenths of a point."""


def law_reach(law: PowerLaw) -> float:
    """The largest number of images to which a law is drawn: one that misses the last marks is not continued."""
    return float(BEYOND * law.largest if law.fits_end else law.largest)


def reach(summary: pd.DataFrame, fits: Sequence[PowerLaw]) -> float:
    """The largest number of images in the chart: that of the measurements or of the laws."""
    return float(max([summary["n_train"].max(), *map(law_reach, fits)]))


def error_range(law: PowerLaw) -> tuple[float, float]:
    """The lowest and the highest error rate of a law's interval."""
    return law.error_at(law_reach(law)).low, law.error_at(law.smallest).high


def draw_laws(figure: Figure, fits: Sequence[PowerLaw], view: str, theme: Theme, narrow: bool = False) -> None:
    """Each law in its colour while it is trusted, then in grey; the lesson's law dashed, the first with its name."""
    name = "α = 0.5 " if narrow else "rule of thumb: α = 0.5 "  # on a phone there is no room to the left of the line
    for index, law in enumerate(fits):
        colour = look(law.learner).line[theme]
        grey = QUIET_TEXT[theme], LOOKS["raw_svm"].line[theme]
        end = law_reach(law)
        _draw_piece(figure, law, (law.smallest, min(law.trusted_to, end)), view, colour, colour)
        if end > law.trusted_to:
            _draw_piece(figure, law, (law.trusted_to, end), view, *grey)
        _draw_lesson(figure, law, view, theme, "" if index else name)


def _draw_lesson(figure: Figure, law: PowerLaw, view: str, theme: Theme, name: str) -> None:
    """The lesson's law through the first measured mean, dashed, with its name beside it."""
    n = np.geomspace(law.smallest, law_reach(law), 41)  # the name is a third of the way along
    figure.add_scatter(
        x=n,
        y=[_shown(law.lesson_error_at(size), view) for size in n],
        mode="lines+text",
        text=[name if index == 14 else "" for index in range(len(n))],
        textposition="bottom left" if view == "error" else "top left",
        textfont={"size": 13, "color": QUIET_TEXT[theme]},
        line={"color": look(law.learner).line[theme], "width": 1.2, "dash": "dash"},
        hovertext=hover(f"{label(law.learner)}, {law.recipe}", "the rule of thumb: error falls as 1/√n"),
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


def _hover(law: PowerLaw, size: float, estimate: Share) -> str:
    """What a point of the law says."""
    value, low, high = percents(estimate.value, estimate.low, estimate.high)
    return hover(
        f"{label(law.learner)}, {law.recipe}: fitted law",
        f"{about(size)} training images",
        f"expected error {value} (95 % interval {low} to {high})",
        "" if size <= law.trusted_to else "a guess: beyond four times what was measured",
    )


def describe_law(law: PowerLaw) -> str:
    """The law in words: its numbers, how well it fits, and what it predicts where it is still trusted."""
    return (
        f"{look(law.learner).label}, {law.recipe}: error ≈ {percent(law.floor)} + "
        f"{figures(100 * law.b)} % · n^−{law.alpha:.2f} (95 % interval of the exponent {law.alpha_low:.2f} to "
        f"{law.alpha_high:.2f}; rule of thumb: 0.50).{_fourfold(law)} "
        f"Its typical distance from the marks (root mean square) is {points(law.deviation, FINE)}{_prediction(law)}."
    )


def _fourfold(law: PowerLaw) -> str:
    """What four times the images did, as far as they are measured: an exponent alone tells a newcomer nothing."""
    if not law.fits_end or law.largest < 4 * law.smallest:
        return ""
    return f" Four times the images, up to {count(law.largest)}, leave {law.errors_remaining(4).of('the error')}."


def _prediction(law: PowerLaw) -> str:
    if not law.fits_end:
        return ", and it misses the last ones, so it is not continued beyond them"
    expected = law.error_at(law.trusted_to)
    value, low, high = percents(expected.value, expected.low, expected.high)
    return f". At {count(law.trusted_to)} images it predicts an error of {value} ({low} to {high})"
