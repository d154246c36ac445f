"""Accuracy (or error) against the number of training images, the product's main chart."""

from collections.abc import Sequence

import pandas as pd

from analysis.common.scored_on import ScoredOn
from analysis.common.wording import count, mean_of, percents
from analysis.data_size.crossover import Crossover
from analysis.data_size.learning_curve import PowerLaw
from charts.common.axes import FINER, images_axis, log_axis, padded, percent_range, set_axes
from charts.common.curves import Curve, curves, draw_line, least_width, name_lines, plot_height, shade
from charts.common.marks import hover
from charts.common.style import Figure, Theme, View, empty_figure
from charts.data_size import bands, margin_band
from charts.data_size.laws import draw_laws, error_range, law_reach, reach
from charts.data_size.margin_band import Plot


def accuracy_against_size(
    summary: pd.DataFrame,
    crossovers: Sequence[Crossover] = (),
    *,
    view: View = "accuracy",
    fits: Sequence[PowerLaw] = (),
    theme: Theme = "light",
    narrow: bool = False,
    margin: float | None = None,
) -> Figure:
    """Mean and 95 % band of each curve of `summary` (from `summarise`), crossings as bands, and any fitted laws.

    `narrow` is for phones: fewer ticks, and a legend below instead of names at the ends of lines. `margin`, from
    `margin.margin`, is drawn as a ribbon behind the curves, but not in the view of the error: on a log axis it would
    have no lower end. Raises UnlikeTestImagesError.
    """
    scored = ScoredOn.of(summary)
    figure = empty_figure(theme, height=400 if narrow else 500, narrow=narrow)
    plot_width = least_width(figure, narrow)
    found = list(curves(summary))
    left, right = padded(summary["n_train"].min(), reach(summary, fits))
    crossings = bands.drawable(crossovers)
    laid = bands.lay_out(crossings, left, right, plot_width)
    rows = max((put.row + 1 for put in laid), default=0)
    ends = extent(summary, fits, view)
    if margin is not None and view == "accuracy":
        height = 0.9 * plot_height(figure) - bands.ROW * rows
        plot = Plot(left, right, plot_width, height, *ends)
        ends = margin_band.draw(figure, margin_band.ribbon(summary, margin), found, plot, theme)
    x = images_axis(left, right, float(summary["n_train"].max()), plot_width)
    room = bands.ROW * rows / plot_height(figure)
    set_axes(figure, "Training images", x, y_title(view, scored.n_test), _y_axis(ends, view, room))
    bands.draw(figure, crossings, laid, theme, over_lines=view == "error" and bool(fits))
    for curve in found:
        _draw_curve(figure, curve, view, scored.n_test, theme)
    draw_laws(figure, fits, view, theme, narrow)
    _name_curves(figure, found, fits, view, theme, narrow)
    return figure


def _draw_curve(figure: Figure, curve: Curve, view: View, n_test: int, theme: Theme) -> None:
    """One curve with its band, in percent."""
    low, mean, high = (shown(curve.points[name], view) for name in ("low", "accuracy", "high"))
    n = curve.points["n_train"]
    shade(figure, curve, n, low, high, theme)
    draw_line(figure, curve, n, mean, lambda point: _hover(curve, point, view, n_test), theme)


def shown(accuracy: pd.Series, view: View) -> pd.Series:
    """Accuracy or error in percent; no error becomes 0.01 %, as a log axis has no zero."""
    return 100 * accuracy if view == "accuracy" else (100 * (1 - accuracy)).clip(lower=0.01)


def _hover(curve: Curve, point: pd.Series, view: View, n_test: int) -> str:
    """What a mark says."""
    mean, low, high = point["accuracy"], point["low"], point["high"]
    if view == "error":
        mean, low, high = 1 - mean, 1 - high, 1 - low
    mean, low, high = percents(mean, low, high)
    return hover(
        curve.name,
        f"{count(point['n_train'])} training images",
        f"{mean} of {count(n_test)} test images {'right' if view == 'accuracy' else 'wrong'}",
        f"95 % band {low} to {high} ({point['band_covers']}), {mean_of(point['n_seeds'])}",
    )


def _y_axis(ends: tuple[float, float], view: View, room: float) -> dict[str, object]:
    """An axis of percentages that leaves this share of its length free at the foot."""
    if view == "error":
        low, high = padded(*ends)
        low /= (high / low) ** (room / (1 - room))
        return log_axis(low, high, lambda value: f"{value:g}", most_ticks=8, choices=FINER)
    low, high = percent_range(*ends)
    return {"range": [low - (high - low) * room / (1 - room), high]}


def y_title(view: View, n_test: int) -> str:
    """What the percentages are of."""
    return f"{'Correct' if view == 'accuracy' else 'Wrong'} on {count(n_test)} test images (%)"


def extent(summary: pd.DataFrame, fits: Sequence[PowerLaw], view: View) -> tuple[float, float]:
    """The lowest and the highest percentage of the bands and the laws."""
    accuracies = [*summary["low"], *summary["high"], *(1 - end for law in fits for end in error_range(law))]
    drawn = shown(pd.Series(accuracies), view)
    return float(drawn.min()), float(drawn.max())


def _name_curves(
    figure: Figure, found: list[Curve], fits: Sequence[PowerLaw], view: View, theme: Theme, narrow: bool
) -> None:
    """Name each curve at the end of its law or, without one, at its last point."""
    laws = {(law.learner, law.recipe, law.origin): 1 - law.error_at(law_reach(law)).value for law in fits}
    ends = [laws.get((curve.learner, curve.recipe, curve.origin), curve.points["accuracy"].iloc[-1]) for curve in found]
    last = shown(pd.Series(ends), view).astype(float)
    name_lines(figure, list(zip(found, last, strict=True)), theme, narrow)
