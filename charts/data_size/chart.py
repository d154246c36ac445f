"""Accuracy (or error) against the number of training images: the chart that the product is about."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from analysis.common.scored_on import ScoredOn
from analysis.data_size.crossover import Crossover
from analysis.data_size.learning_curve import PowerLaw
from charts.common import style
from charts.common.axes import FINER, count, log_axis, padded, percent
from charts.common.curves import Curve, curves, draw_band, draw_line
from charts.common.line_names import ROOM, name_lines, plot_height
from charts.common.style import Theme, View
from charts.data_size import bands, meter_band
from charts.data_size.clear_place import Plot
from charts.data_size.laws import draw_laws, law_end, law_ends, reach


def accuracy_against_size(
    summary: pd.DataFrame,
    crossovers: Sequence[Crossover] = (),
    *,
    view: View = "accuracy",
    fits: Sequence[PowerLaw] = (),
    theme: Theme = "light",
    narrow: bool = False,
    width: int | None = None,
    meter: float | None = None,
) -> go.Figure:
    """Mean and 95 % band of each curve of `summary` (from `summarise`), crossings as bands, fitted laws if given.

    `narrow` is for a phone: fewer ticks, and a legend below instead of names at the lines' ends. `width` is about how
    many pixels the chart will have; words are laid out by it. `meter`, from `meter.margin`, is drawn as a
    ribbon behind the curves; not in the view of the error, on whose log axis it would reach down to no error at all
    and look the wider the better the learners are. Raises UnlikeTestImagesError.
    """
    scored = ScoredOn.of(summary)
    figure = style.figure(theme, height=400 if narrow else 500, narrow=narrow)
    plot_width = (width or (390 if narrow else 900)) - figure.layout.margin.l - (16 if narrow else ROOM)
    found = list(curves(summary))
    left, right = padded(summary["n_train"].min(), reach(summary, fits))
    crossings = bands.drawable(crossovers)
    laid = bands.lay_out(crossings, left, right, plot_width)
    rows = max((put.row + 1 for put in laid), default=0)
    ticks = log_axis(left, right, count, most_ticks=5 if narrow else 10, also=float(summary["n_train"].max()))
    figure.update_xaxes(title_text="Training images", **ticks)
    ends = extent(summary, fits, view)
    if meter is not None and view == "accuracy":
        height = 0.9 * plot_height(figure) - bands.ROW * rows
        plot = Plot(left, right, plot_width, height, *ends)
        ends = meter_band.draw(figure, meter_band.ribbon(summary, meter), found, plot, theme)
    _set_y_axis(figure, ends, view, scored.n_test, rows)
    bands.draw(figure, crossings, laid, theme)
    for curve in found:
        _draw_curve(figure, curve, view, scored.n_test, theme)
    draw_laws(figure, fits, view, theme)
    _name_curves(figure, found, fits, view, theme, narrow)
    return figure


def _draw_curve(figure: go.Figure, curve: Curve, view: View, n_test: int, theme: Theme) -> None:
    """One curve with its band, in percent."""
    points = curve.points
    low, mean, high = (shown(points[name], view) for name in ("low", "accuracy", "high"))
    draw_band(figure, curve, low, high, theme)
    draw_line(figure, curve, mean, lambda point: _hover(curve, point, view, n_test), theme)


def shown(accuracy: pd.Series, view: View) -> pd.Series:
    """Percent right, or percent wrong; no error is drawn as a tenth of a per mille, as a log axis has no zero."""
    return 100 * accuracy if view == "accuracy" else (100 * (1 - accuracy)).clip(lower=0.01)


def _hover(curve: Curve, point: pd.Series, view: View, n_test: int) -> str:
    """What a mark says, in plain words."""
    half = (point["high"] - point["low"]) / 2
    shares = [point["accuracy"], point["low"], point["high"]]
    if view == "error":
        shares = [1 - shares[0], 1 - shares[2], 1 - shares[1]]
    mean, low, high = (percent(share, half) for share in shares)
    seeds = "one seed" if point["n_seeds"] == 1 else f"mean of {point['n_seeds']} seeds"
    return (
        f"<b>{curve.name}</b><br>{count(point['n_train'])} training images<br>"
        f"{mean} of {count(n_test)} test images {'right' if view == 'accuracy' else 'wrong'}<br>"
        f"95 % band {low} to {high} ({point['band_covers']}), {seeds}"
    )


def _set_y_axis(figure: go.Figure, ends: tuple[float, float], view: View, n_test: int, rows: int) -> None:
    """From the least to the greatest percentage, a title with its unit, and room below for so many rows of words."""
    low, high = ends
    share = bands.ROW * rows / plot_height(figure)
    if view == "error":
        low, high = padded(low, high)
        low /= (high / low) ** (share / (1 - share))
        figure.update_yaxes(**log_axis(low, high, lambda value: f"{value:g}", most_ticks=8, choices=FINER))
    else:
        low, high = low - 0.04 * (high - low) - 0.3, min(high + 0.04 * (high - low) + 0.3, 100.5)
        figure.update_yaxes(range=[low - (high - low) * share / (1 - share), high])
    side = "Correct" if view == "accuracy" else "Wrong"
    figure.update_yaxes(title_text=f"{side} on {count(n_test)} test images (%)")


def extent(summary: pd.DataFrame, fits: Sequence[PowerLaw], view: View) -> tuple[float, float]:
    """The least and the greatest percentage that is drawn, the lesson's line left out."""
    accuracies = [*summary["low"], *summary["high"], *(1 - end for law in fits for end in law_ends(law))]
    drawn = shown(pd.Series(accuracies), view)
    return float(drawn.min()), float(drawn.max())


def _name_curves(
    figure: go.Figure, found: list[Curve], fits: Sequence[PowerLaw], view: View, theme: Theme, narrow: bool
) -> None:
    """Beside its law's end, where a curve has one, else at its last point."""
    laws = {(law.learner, law.recipe, law.origin): 1 - law_end(law) for law in fits}
    ends = [laws.get((curve.learner, curve.recipe, curve.origin), curve.points["accuracy"].iloc[-1]) for curve in found]
    last = shown(pd.Series(ends), view).astype(float)
    name_lines(figure, list(zip(found, last, strict=True)), theme, narrow)
