"""The histogram of a class's votes, with the measured band on the same axis, or the right choices marked."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from analysis.classroom.answer import Answer
from analysis.classroom.scale import place, write
from analysis.classroom.votes import Tally
from analysis.common.wording import counted
from charts.common import style
from charts.common.marks import LEGEND_ABOVE, STILL, hover, note
from charts.common.style import Figure, Theme

ROUNDS = {1: "First vote", 2: "After the discussion"}
LETTERS_WIDE, LETTERS_NARROW = 34, 18
"""Letters in a line of a choice's label."""

LARGE_HEIGHT, LARGE_LETTERS = 350, 28
"""Pixels on a projector: with the sentences above it, the chart lies above the fold of 1280 x 720."""

MOST_ROOMY = 4
"""Choices of a projected chart that have room for two lines each."""

TICK_ROOM = {False: 62, True: 46}
"""Least distance in pixels of two labels of the axis, on a wide and on a narrow chart."""


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


def votes_figure(voted: Voted, theme: Theme = "light", narrow: bool = False, large: bool = False) -> Figure:
    """Bars a round: upright along the axis of numbers, or lying beside the choices; `large` for a projector."""
    several = len(voted.rounds) > 1
    needed = 400 if voted.unit else 120 + (74 if narrow else 62) * len(voted.options)
    figure = style.figure(theme, height=LARGE_HEIGHT if large else needed, narrow=narrow)
    figure.update_layout(barmode="group", bargap=0.15, bargroupgap=0.05, margin_t=64 if several else 44)
    figure.update_layout(showlegend=several, legend={**LEGEND_ABOVE, **STILL, "y": 1.08})
    for number, one in sorted(voted.rounds.items()):
        _draw_round(figure, voted, number, one, theme)
    if voted.unit:
        _set_numbers(figure, voted, theme, narrow)
    else:
        _set_choices(figure, voted, theme, narrow, crowded=large and len(voted.options) > MOST_ROOMY)
    if large:
        _enlarge(figure)
    return figure


def _enlarge(figure: Figure) -> None:
    """Words that can be read from the last row."""
    words = {"tickfont_size": LARGE_LETTERS, "title_font_size": LARGE_LETTERS}
    figure.update_xaxes(**words)
    figure.update_yaxes(**words)
    figure.update_layout(legend_font_size=LARGE_LETTERS, margin_b=72, margin_l=84)
    figure.update_annotations(font_size=LARGE_LETTERS)


def _draw_round(figure: Figure, voted: Voted, number: int, one: Tally, theme: Theme) -> None:
    """The votes of one round; the first is hollow beside the second."""
    colour = style.CLASSROOM["votes"].line[theme]
    places, counts = np.arange(len(voted.options)), list(one.counts)
    faint = number < max(voted.rounds)
    outline = {"color": colour, "width": [1.5 if n else 0 for n in counts]}  # no votes, no line at zero
    along = {"x": places, "y": counts} if voted.unit else {"x": counts, "y": -places, "orientation": "h"}
    figure.add_bar(
        **along,
        name=ROUNDS[number],
        marker={"color": style.translucent(colour, 0.25 if faint else 1.0), "line": outline},
        hovertext=[
            hover(escape(says, quote=False), f"{ROUNDS[number]}: {counted(n, 'vote')}")
            for says, n in zip(voted.written, counts, strict=True)
        ],
        hoverinfo="text",
    )


def _set_numbers(figure: Figure, voted: Voted, theme: Theme, narrow: bool) -> None:
    """The axis of numbers, and on it the measured band with its middle."""
    width = style.LEAST_NARROW if narrow else style.LEAST_WIDE
    every = -(-len(voted.options) * TICK_ROOM[narrow] // (width - 70))
    ticks = list(range(0, len(voted.options), every))
    short = [write(voted.options[tick], voted.unit).partition(" ")[0] for tick in ticks]
    titles = {"images": "Number of training images", "%": "Percent", "times": "Times as fast", "seeds": "Seeds of ten"}
    figure.update_xaxes(
        tickvals=ticks, ticktext=short, range=[-0.7, len(voted.options) - 0.3], title_text=titles[voted.unit]
    )
    most = max((max(one.counts) for one in voted.rounds.values()), default=0)
    figure.update_yaxes(title_text="Votes", range=[0, max(1, most) * 1.1], tickformat="d", dtick=-(-max(1, most) // 5))
    if voted.answer:
        low, value, high = (
            place(end, voted.options, voted.unit) for end in (voted.answer.low, voted.answer.value, voted.answer.high)
        )
        _draw_measured(figure, low, value, high, theme)


def _draw_measured(figure: Figure, low: float, value: float, high: float, theme: Theme) -> None:
    """The band behind the bars, the middle as a line before them, and its name above."""
    look = style.CLASSROOM["measured"]
    whole = {"yref": "y domain", "y0": 0, "y1": 1}
    band = style.translucent(look.line[theme], 0.3)
    figure.add_shape(type="rect", x0=low, x1=high, fillcolor=band, line_width=0, layer="below", **whole)
    figure.add_shape(type="line", x0=value, x1=value, line={"color": look.line[theme], "width": 3}, **whole)
    words = {"font": {"size": 14, "color": look.text[theme]}, "y": 1, "yref": "y domain", "yanchor": "bottom"}
    note(figure, theme, "<b>measured</b>", x=value, xanchor="center", **words)


def _set_choices(figure: Figure, voted: Voted, theme: Theme, narrow: bool, crowded: bool) -> None:
    """A row a choice; the right ones are named so, beside the choice where rows are crowded."""
    right = voted.answer.right if voted.answer else ()
    labels = [_label(says, number in right, theme, narrow, crowded) for number, says in enumerate(voted.choices)]
    places = [-number for number in range(len(labels))]
    figure.update_yaxes(tickvals=places, ticktext=labels, automargin=True, showgrid=False, tickfont_size=14)
    figure.update_yaxes(range=[0.6 - len(labels), 0.6])
    most = max((max(one.counts) for one in voted.rounds.values()), default=0)
    ends = {"range": [0, max(1, most) * 1.08], "tickformat": "d", "dtick": -(-max(1, most) // 5)}
    figure.update_xaxes(title_text="Votes", showgrid=True, gridcolor=style.GRID[theme], **ends)
    for number in right:
        band = style.translucent(style.CLASSROOM["measured"].line[theme], 0.3)
        edges = {"y0": -number - 0.48, "y1": -number + 0.48, "xref": "x domain", "x0": 0, "x1": 1}
        figure.add_shape(type="rect", fillcolor=band, line_width=0, layer="below", **edges)


def _label(says: str, right: bool, theme: Theme, narrow: bool, crowded: bool) -> str:
    """A choice in lines that fit, safe inside a chart, which would interpret markup."""
    lines = textwrap.wrap(says, LETTERS_NARROW if narrow else LETTERS_WIDE) or [""]
    written = "<br>".join(escape(line, quote=False) for line in lines)
    if not right:
        return written
    mark = " ✓ measured" if crowded else "<br>right, as measured"
    return f'{written}<span style="color:{style.CLASSROOM["measured"].text[theme]}"><b>{mark}</b></span>'


def describe_votes(voted: Voted) -> str:
    """What the chart shows, for whoever does not see it: each option that has votes."""
    parts: list[str] = []
    for number, one in sorted(voted.rounds.items()):
        each = _named(voted.written, one.counts)
        parts.append(f"{ROUNDS[number]}: {', '.join(each) or 'no votes'}.")
    return " ".join(parts)


def _named(written: Sequence[str], counts: Sequence[int]) -> list[str]:
    return [f"{says} {n}" for says, n in zip(written, counts, strict=True) if n]
