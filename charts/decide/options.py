"""The options: a row each, with the seconds to train and their limit on the left, and the accuracy on the right."""

from html import escape

import numpy as np

from analysis.common.wording import count, moment, percents
from analysis.decide.advice import Advice, Option
from analysis.decide.measured import Measured
from analysis.decide.words import amount, verdict
from charts.common import style
from charts.common.axes import padded, rows_axis
from charts.common.captions import days
from charts.common.marks import dashed, draw_interval, hover, marker
from charts.common.style import Figure, Theme, by_origin

ROW = {False: 46, True: 58}
"""Height of a row in pixels, on a wide and on a narrow screen, where its name is above it."""

TIMES = (
    (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0),
    (0.01, 0.1, 1.0, 10.0, 60.0, 600.0, 3600.0),
    (0.01, 1.0, 60.0, 3600.0),
)
"""Round times for ticks, from many to few."""

FAINT = 0.4
"""Opacity of an option that is out."""


def options_figure(advice: Advice, found: Measured, theme: Theme = "light", narrow: bool = False) -> Figure:
    """A mark for the time and one with its 95 % interval for the accuracy; a dashed line at the limit of time."""
    options = sorted(advice.options, key=lambda option: -option.accuracy.value)
    figure = style.figure(theme, height=110 + ROW[narrow] * len(options), narrow=narrow)
    for index, option in enumerate(options):
        if option.is_near:
            _draw(figure, option, advice, found.origin, -index, theme)
        if narrow:
            place = {"x": 0, "xref": "paper", "xanchor": "left", "y": -index, "yanchor": "bottom", "yshift": 9}
            figure.add_annotation(text=_row_name(option, advice, theme), showarrow=False, **place)
    _set_axes(figure, advice, [option for option in options if option.is_near], found, narrow)
    names = ["" if narrow else f"{_row_name(option, advice, theme)} " for option in options]
    figure.update_yaxes(range=[0.6 - len(options), 0.7], automargin=not narrow, showgrid=not narrow, **rows_axis(names))
    if advice.question.seconds:
        _draw_limit(figure, advice.question.seconds, len(options) if narrow else 0, theme)
    return figure


def _draw(figure: Figure, option: Option, advice: Advice, origin: str, y: int, theme: Theme) -> None:
    colour = style.look(option.candidate.learner).line[theme]
    shown = style.translucent(colour, FAINT) if option.out else colour
    line = {"color": shown, "width": 2}
    mark = marker(shown, by_origin("circle", origin), size=12, width=2)
    words = _hover(option, advice)
    seconds, share = option.seconds, option.accuracy
    draw_interval(figure, y, seconds, [seconds, seconds], line, mark, hovertext=words, xaxis="x")
    ends = [100 * share.low, 100 * share.high]
    draw_interval(figure, y, 100 * share.value, ends, line, mark, hovertext=words, xaxis="x2")


def _draw_limit(figure: Figure, seconds: float, n_pieces: int, theme: Theme) -> None:
    """The limit from top to bottom, or a piece per row where the names of the rows are above them."""
    pieces = [(-row - 0.4, -row + 0.15) for row in range(n_pieces)]
    place = {"xref": "x", "x0": seconds, "x1": seconds, "yref": "y" if pieces else "paper"}
    for low, high in pieces or [(0.0, 1.0)]:
        figure.add_shape(type="line", line=dashed(theme), **place, y0=low, y1=high)


def _hover(option: Option, advice: Advice) -> str:
    share, low, high = percents(option.accuracy.value, option.accuracy.low, option.accuracy.high)
    return hover(
        f"{style.label(option.candidate.learner)}, {option.candidate.recipe} training: {verdict(option, advice)}",
        f"{share} of the test images right (95 % interval {low} to {high})",
        f"trains in {moment(option.seconds)}",
        f"answers in {amount('milliseconds', option.milliseconds)} an image, {amount('megabytes', option.megabytes)}",
    )


def _row_name(option: Option, advice: Advice, theme: Theme) -> str:
    """`CNN, thorough: advised`, in the learner's colour."""
    look = style.look(option.candidate.learner)
    device = "" if option.candidate.device == "cpu" else ", GPU"
    fate = ": advised" if option is advice.winner else ": out" if option.out else ""
    fate = fate if option.is_near else ": not measured"
    words = f"<b>{escape(look.short)}</b>, {option.candidate.recipe}{device}{fate}"
    return f"<span style='color:{look.text[theme]}'>{words}</span>"


def _set_axes(figure: Figure, advice: Advice, options: list[Option], found: Measured, narrow: bool) -> None:
    seconds = [*(option.seconds for option in options), *filter(None, [advice.question.seconds])]
    low, high = padded(min(seconds), max(seconds), 0.08)
    within = [[time for time in times if low <= time <= high] for times in TIMES]
    ticks = next((times for times in within if len(times) <= (3 if narrow else 6)), within[-1])
    range_of_time = {"type": "log", "range": [np.log10(low), np.log10(high)]}
    range_of_time |= {"tickvals": ticks, "ticktext": [*map(moment, ticks)]}
    plain = figure.layout.xaxis.to_plotly_json() | {"showgrid": True}
    right = "Right (%)" if narrow else f"Right on {count(found.scored.n_test)} test images (%)"
    titles = ("Time to train" if narrow else "Time to train (s, min, h)", right)
    first, second = ({**plain, "title": {**plain["title"], "text": title}} for title in titles)
    ends = np.array([[option.accuracy.low, option.accuracy.high] for option in options])
    room = [100 * ends.min() - 0.5, min(100 * ends.max() + 0.5, 100.3)]
    figure.update_layout(
        xaxis=first | {"domain": [0, 0.54], **range_of_time},
        xaxis2=second | {"domain": [0.62, 1], "type": "linear", "range": room, "nticks": 3 if narrow else 6},
        margin={"l": 12 if narrow else 60, "t": 24},
    )


def describe_options(advice: Advice, found: Measured) -> str:
    """The caption, as plain text: what marks and lines are, of which rows, where and when they were measured."""
    limit = (
        f", and the dashed line is your limit of {moment(advice.question.seconds)}" if advice.question.seconds else ""
    )
    every_near = all(option.is_near for option in advice.options)
    without = "" if every_near else "; those without marks were not measured near so many images"
    mark, verb = ("Hollow", "recorded") if by_origin("", found.origin) else ("Filled", "measured here")
    return (
        f"What each option does with {count(advice.question.n_images)} training images. Left: features and training"
        f"{limit}. Right: accuracy with its 95 % interval over seeds and test images; who is better is tested image by "
        f"image, which is more precise. Pale options are out{without}. "
        f"{mark} marks: {verb} on {found.machine}, {days(found.rows)}. Other machines need other times."
    )
