"""The options: a row each, with the seconds to train and their limit on the left, and the accuracy on the right."""

from html import escape

import numpy as np

from analysis.common.wording import count, moment, percents
from analysis.decide.advice import Advice, Option
from analysis.decide.measured import Measured
from analysis.decide.words import amount, verdict
from charts.common.axes import ROW, moments_axis, name_rows, padded, set_scales
from charts.common.captions import days
from charts.common.marks import draw_interval, hover, marker, quiet_line
from charts.common.style import Figure, Theme, by_origin, empty_figure, label, look, translucent

FAINT = 0.4
"""Opacity of an option that is out."""


def options_figure(advice: Advice, found: Measured, theme: Theme = "light", narrow: bool = False) -> Figure:
    """A mark for the time and one with its 95 % interval for the accuracy; a dashed line at the limit of time."""
    options = sorted(advice.options, key=lambda option: -option.accuracy.value)
    figure = empty_figure(theme, height=110 + ROW[narrow] * len(options), narrow=narrow)
    for index, option in enumerate(options):
        if option.is_near:
            _draw(figure, option, advice, found.origin, -index, theme)
    _set_axes(figure, advice, [option for option in options if option.is_near], found, narrow)
    name_rows(figure, [_row_name(option, advice, theme) for option in options], narrow)
    if advice.question.seconds:
        _draw_limit(figure, advice.question.seconds, len(options) if narrow else 0, theme)
    return figure


def _draw(figure: Figure, option: Option, advice: Advice, origin: str, y: int, theme: Theme) -> None:
    colour = look(option.candidate.learner).line[theme]
    shown = translucent(colour, FAINT) if option.out else colour
    line = {"color": shown, "width": 2}
    mark = marker(shown, by_origin("circle", origin), size=12, width=2)
    words = _hover(option, advice)
    seconds, share = option.seconds, option.accuracy
    draw_interval(figure, y, seconds, [seconds, seconds], line, mark, hovertext=words, xaxis="x")
    ends = [100 * share.low, 100 * share.high]
    draw_interval(figure, y, 100 * share.value, ends, line, mark, hovertext=words, xaxis="x2")


def _draw_limit(figure: Figure, seconds: float, n_pieces: int, theme: Theme) -> None:
    """The limit from top to bottom, or a piece of it in each row if the names of the rows are above them."""
    pieces = [(-row - 0.4, -row + 0.15) for row in range(n_pieces)]
    place = {"xref": "x", "x0": seconds, "x1": seconds, "yref": "y" if pieces else "paper"}
    for low, high in pieces or [(0.0, 1.0)]:
        figure.add_shape(type="line", line=quiet_line(theme), **place, y0=low, y1=high)


def _hover(option: Option, advice: Advice) -> str:
    share, low, high = percents(option.accuracy.value, option.accuracy.low, option.accuracy.high)
    return hover(
        f"{label(option.candidate.learner)}, {option.candidate.recipe} training: {verdict(option, advice)}",
        f"{share} of the test images right (95 % interval {low} to {high})",
        f"trains in {moment(option.seconds)}",
        f"answers in {amount('milliseconds', option.milliseconds)} an image, {amount('megabytes', option.megabytes)}",
    )


def _row_name(option: Option, advice: Advice, theme: Theme) -> str:
    """`CNN, thorough: advised`, in the learner's colour."""
    drawn_as = look(option.candidate.learner)
    device = "" if option.candidate.device == "cpu" else ", GPU"
    fate = ": advised" if option is advice.winner else ": out" if option.out else ""
    fate = fate if option.is_near else ": not measured"
    words = f"<b>{escape(drawn_as.short)}</b>, {option.candidate.recipe}{device}{fate}"
    return f"<span style='color:{drawn_as.text[theme]}'>{words}</span>"


def _set_axes(figure: Figure, advice: Advice, options: list[Option], found: Measured, narrow: bool) -> None:
    seconds = [*(option.seconds for option in options), *filter(None, [advice.question.seconds])]
    time = moments_axis(*padded(min(seconds), max(seconds), 0.08), 3 if narrow else 6)
    right = "Right (%)" if narrow else f"Right on {count(found.scored.n_test)} test images (%)"
    titles = ("Time to train" if narrow else "Time to train (s, min, h)", right)
    ends = np.array([[option.accuracy.low, option.accuracy.high] for option in options])
    room = [100 * ends.min() - 0.5, min(100 * ends.max() + 0.5, 100.3)]
    set_scales(figure, titles, time, room, narrow)


def describe_options(advice: Advice, found: Measured) -> str:
    """The caption, as plain text: what marks and lines are, of which rows, where and when they were measured."""
    limit = (
        f", and the dashed line is your limit of {moment(advice.question.seconds)}" if advice.question.seconds else ""
    )
    every_near = all(option.is_near for option in advice.options)
    without = "" if every_near else "; those without marks were not measured near so many images"
    mark, verb = ("Hollow", "recorded") if by_origin("", found.origin) else ("Filled", "measured here")
    return (
        f"What each option does with {count(advice.question.n_images)} training images. Left: time for features and "
        f"training{limit}. Right: accuracy with its 95 % interval over seeds and test images; who is better is tested "
        f"image by image, which is more precise. Pale options are out{without}. "
        f"{mark} marks: {verb} on {found.machine}, {days(found.rows)}. Other machines need other times."
    )
