"""The histogram of a class's votes, with the measured band on the same axis, or the right choices marked."""

import textwrap
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from analysis.classroom.answer import Answer, on_axis, write
from analysis.classroom.votes import Tally
from analysis.common.wording import counted
from charts.common.marks import LEGEND_ABOVE, STILL, hover, note
from charts.common.style import CLASSROOM, GRID, LEAST_NARROW, LEAST_WIDE, Figure, Theme, empty_figure, translucent

ROUNDS = {1: "First vote", 2: "After the discussion"}

MARK = "✓ measured"
LETTERS, LARGE_LETTERS = 14, 28
SIZES = (LETTERS,)
LARGE_SIZES = (LARGE_LETTERS, 24, 20)
"""Sizes of letters in pixels; of those on a projector, the largest that fits is used."""

WIDTH, NARROW_WIDTH, LARGE_WIDTH = 250, 130, 480
"""Length of a line in pixels, in a wide and in a narrow chart and on a projector."""
LETTER, LINE = 0.5, 1.3
"""Width of a letter and height of a line, as parts of the letters' size."""
LEAST_ROW = 62
LARGE_HEIGHT, LARGE_ROWS = 350, {False: 258, True: 228}
"""Height in pixels of a chart on a projector, and of all its rows with one round (False) and with both (True).

Below its sentences, it is above the fold of 1280 x 720.
"""

ABOVE, LARGE_ABOVE, CHOICES_ABOVE = {False: 44, True: 64}, {False: 44, True: 88}, {False: 20, True: 50}
"""Pixels above the votes of one round (False) and of both (True), whose names need room above the word "measured"."""
LARGE_BELOW = 72

EVERY = {"%": (1, 2, 4, 10, 20), "seeds": (1, 2, 5, 10)}
LOGARITHMIC = (1, 2, 3, 6, 12)
"""Steps from one labelled option to the next, for these units and for the others, that give round labels."""
TICK_ROOM = {False: 62, True: 46}
"""The least distance between two labels in pixels, in a wide and in a narrow chart."""


@dataclass(frozen=True)
class Voted:
    """The votes of each round on one question's options, and the measured answer if there is one."""

    rounds: dict[int, Tally]
    options: tuple[float, ...]
    unit: str
    choices: tuple[str, ...]
    answer: Answer | None

    @property
    def written(self) -> list[str]:
        """Each option as people read it."""
        return list(self.choices) or [write(one, self.unit) for one in self.options]

    @property
    def right(self) -> tuple[int, ...]:
        """The numbers of the choices that the measurement confirms."""
        return self.answer.right if self.answer else ()


@dataclass(frozen=True)
class Labels:
    """The text beside each row, the size of its letters, and the height of a chart whose rows have room for it."""

    texts: list[str]
    size: int
    height: int


def votes_figure(voted: Voted, theme: Theme = "light", narrow: bool = False, large: bool = False) -> Figure:
    """Bars for each round, upright along the axis of numbers or lying beside the choices; `large` for a projector."""
    several = len(voted.rounds) > 1
    labels = None if voted.unit else label_choices(voted, theme, narrow, large)
    height = labels.height if labels else LARGE_HEIGHT if large else 400
    figure = empty_figure(theme, height=height, narrow=narrow)
    above = CHOICES_ABOVE if labels else LARGE_ABOVE if large else ABOVE
    figure.update_layout(barmode="group", bargap=0.15, bargroupgap=0.05, margin_t=above[several])
    y = 1.02 if labels else 1.18 if large else 1.08
    figure.update_layout(showlegend=several, legend={**LEGEND_ABOVE, **STILL, "y": y})
    for number, one in sorted(voted.rounds.items()):
        _draw_round(figure, voted, number, one, theme)
    if large:
        _enlarge(figure)
    if labels:
        _set_choices(figure, voted, theme, labels)
    else:
        _set_numbers(figure, voted, theme, narrow, large)
    return figure


def _enlarge(figure: Figure) -> None:
    """Enlarge the words so that they can be read from the last row of a classroom."""
    words = {"tickfont_size": LARGE_LETTERS, "title_font_size": LARGE_LETTERS}
    figure.update_xaxes(**words)
    figure.update_yaxes(**words)
    figure.update_layout(legend_font_size=LARGE_LETTERS, margin_b=LARGE_BELOW, margin_l=84)


def _draw_round(figure: Figure, voted: Voted, number: int, one: Tally, theme: Theme) -> None:
    """The votes of one round; the first is pale beside the second."""
    colour = CLASSROOM["votes"].line[theme]
    places, counts = np.arange(len(voted.options)), list(one.counts)
    faint = number < max(voted.rounds)
    outline = {"color": colour, "width": [1.5 if n else 0 for n in counts]}  # without votes it would be a line at zero
    along = {"x": places, "y": counts} if voted.unit else {"x": counts, "y": -places, "orientation": "h"}
    figure.add_bar(
        **along,
        name=ROUNDS[number],
        marker={"color": translucent(colour, 0.25 if faint else 1.0), "line": outline},
        hovertext=[
            hover(escape(says, quote=False), f"{ROUNDS[number]}: {counted(n, 'vote')}")
            for says, n in zip(voted.written, counts, strict=True)
        ],
        hoverinfo="text",
    )


def _set_numbers(figure: Figure, voted: Voted, theme: Theme, narrow: bool, large: bool) -> None:
    """The axis of numbers, and on it the measured band with its middle."""
    width = LEAST_NARROW if narrow else LEAST_WIDE
    least = len(voted.options) * TICK_ROOM[narrow] / (width - 70)
    every = next(one for one in EVERY.get(voted.unit, LOGARITHMIC) if one >= least)
    ticks = list(range(0, len(voted.options), every))
    short = [write(voted.options[tick], voted.unit).partition(" ")[0] for tick in ticks]
    titles = {"images": "Number of training images", "%": "Percent", "times": "Times as fast", "seeds": "Seeds of ten"}
    figure.update_xaxes(
        tickvals=ticks, ticktext=short, range=[-0.7, len(voted.options) - 0.3], title_text=titles[voted.unit]
    )
    figure.update_yaxes(_votes_axis(voted, 1.1))
    if voted.answer:
        low, value, high = (
            on_axis(end, voted.options, voted.unit) for end in (voted.answer.low, voted.answer.value, voted.answer.high)
        )
        _draw_measured(figure, low, value, high, theme, LARGE_LETTERS if large else LETTERS)


def _votes_axis(voted: Voted, room: float) -> dict[str, Any]:
    """An axis from no votes to the most, times `room`, with about five ticks at whole numbers."""
    most = max([1, *(max(one.counts) for one in voted.rounds.values())])
    return {"title_text": "Votes", "range": [0, most * room], "tickformat": "d", "dtick": -(-most // 5)}


def _draw_measured(figure: Figure, low: float, value: float, high: float, theme: Theme, size: int) -> None:
    """The band behind the bars, its middle as a line in front of them, and the word "measured" above."""
    look = CLASSROOM["measured"]
    whole = {"yref": "y domain", "y0": 0, "y1": 1}
    band = translucent(look.line[theme], 0.3)
    figure.add_shape(type="rect", x0=low, x1=high, fillcolor=band, line_width=0, layer="below", **whole)
    figure.add_shape(type="line", x0=value, x1=value, line={"color": look.line[theme], "width": 3}, **whole)
    words = {"font": {"size": size, "color": look.text[theme]}, "y": 1, "yref": "y domain", "yanchor": "bottom"}
    note(figure, theme, "<b>measured</b>", x=value, xanchor="center", **words)


def _set_choices(figure: Figure, voted: Voted, theme: Theme, labels: Labels) -> None:
    """A row for each choice, with the band of what was measured behind the right ones."""
    places = [-number for number in range(len(voted.choices))]
    figure.update_yaxes(tickvals=places, ticktext=labels.texts, tickfont_size=labels.size, ticklabelstandoff=8)
    figure.update_yaxes(range=[0.6 - len(places), 0.6], automargin=True, showgrid=False)
    figure.update_xaxes(_votes_axis(voted, 1.08), showgrid=True, gridcolor=GRID[theme])
    for number in voted.right:
        band = translucent(CLASSROOM["measured"].line[theme], 0.3)
        edges = {"y0": -number - 0.48, "y1": -number + 0.48, "xref": "x domain", "x0": 0, "x1": 1}
        figure.add_shape(type="rect", fillcolor=band, line_width=0, layer="below", **edges)


def label_choices(voted: Voted, theme: Theme, narrow: bool, large: bool) -> Labels:
    """The labels of all choices; on a projector, where the height is fixed, a choice too long for its row is cut."""
    row = LARGE_ROWS[len(voted.rounds) > 1] / max(1, len(voted.choices))
    width = LARGE_WIDTH if large else NARROW_WIDTH if narrow else WIDTH
    for size in LARGE_SIZES if large else SIZES:
        letters, room = int(width / (LETTER * size)), int(row / (LINE * size)) if large else None
        lines = [_lines(says, number in voted.right, letters, room) for number, says in enumerate(voted.choices)]
        if room is None or all(len(one) <= room for one in lines):
            break
    longest = max(map(len, lines), default=1)
    texts = [_marked(one if room is None else _cut(one, room), theme) for one in lines]
    if large:
        return Labels(texts, size, LARGE_HEIGHT)
    return Labels(texts, size, 120 + round(max(LEAST_ROW, LINE * size * longest + 12) * len(voted.choices)))


def _lines(says: str, right: bool, letters: int, room: int | None) -> list[str]:
    """A choice in lines; the mark of a right one is a line of its own if there is room for it."""
    lines = textwrap.wrap(says, letters) or [""]
    if not right:
        return lines
    if room is None or len(lines) < room:
        return [*lines, MARK]
    return textwrap.wrap(f"{says} {MARK}", letters)


def _cut(lines: list[str], room: int) -> list[str]:
    """As many lines as there is room for; an ellipsis stands for what is left out, and the mark stays."""
    if len(lines) <= room:
        return lines
    mark = f" {MARK}" if " ".join(lines).endswith(MARK) else ""
    kept = lines[: max(1, room)]
    return [*kept[:-1], f"{kept[-1][: len(kept[-1]) - len(mark) - 1].rstrip()}…{mark}"]


def _marked(lines: list[str], theme: Theme) -> str:
    """The lines, safe inside a chart, which would interpret markup, and with the mark in its colour."""
    written = "<br>".join(escape(line, quote=False) for line in lines)
    colour = CLASSROOM["measured"].text[theme]
    return written.replace(MARK, f'<span style="color:{colour}"><b>{MARK}</b></span>')


def describe_votes(voted: Voted) -> str:
    """What the chart shows, for people who cannot see it: each option that has votes."""
    parts: list[str] = []
    for number, one in sorted(voted.rounds.items()):
        each = [f"{says} {n}" for says, n in zip(voted.written, one.counts, strict=True) if n]
        parts.append(f"{ROUNDS[number]}: {', '.join(each) or 'no votes'}.")
    return " ".join(parts)
