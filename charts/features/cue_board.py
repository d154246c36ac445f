"""The cue board: who can read which cue, a cell each, readable as numbers and at a glance."""

import math
import textwrap
from collections.abc import Mapping
from html import escape

import pandas as pd

from analysis.common.wording import number
from analysis.features.cue_board import READS, Eye
from charts.common import shades, style
from charts.common.axes import count, percent
from charts.common.captions import where_and_when
from charts.common.style import Figure, Theme

ENDS = {"light": ("#F1F4F7", "#00507D"), "dark": ("#262B33", "#9AD4F7")}
"""Nothing right and all right: one hue from dim to strong, which differs in lightness for every eye."""


def cue_board_figure(
    board: pd.DataFrame, eyes: list[Eye], cues: Mapping[str, str], theme: Theme = "light", narrow: bool = False
) -> Figure:
    """Rows who looks, columns the cue, cells the share right with its interval; empty where nothing is measured."""
    figure = style.figure(theme, height=430 if narrow else 460, narrow=narrow)
    names = {eye.name: _label(eye, narrow) for eye in eyes}
    shares = board.pivot_table("accuracy", "eye", "cue").reindex(index=list(names), columns=list(cues.values()))
    figure.add_heatmap(
        z=100 * shares.to_numpy(float),
        x=list(cues.values()),
        y=list(names.values()),
        zmin=0,
        zmax=100,
        colorscale=[[0, ENDS[theme][0]], [1, ENDS[theme][1]]],
        showscale=False,
        xgap=4,
        ygap=4,
        hoverongaps=False,
        text=_hovers(board, eyes, cues),
        hovertemplate="%{text}<extra></extra>",
    )
    for _, cell in board.iterrows():
        _write(figure, cell, names[cell["eye"]], theme, narrow)
    side = "" if narrow else " (cells: % of test images right)"
    size = 12 if narrow else 14
    figure.update_xaxes(title_text=f"What alone tells the class{side}", side="top", tickangle=0, tickfont_size=size)
    figure.update_yaxes(autorange="reversed", automargin=True, showgrid=False, tickfont_size=size)
    if not narrow:
        figure.update_yaxes(title_text="Who looks")
    return figure.update_layout(margin={"t": 72, "b": 16, "r": 4 if narrow else 16})


def _label(eye: Eye, narrow: bool) -> str:
    """A row's name, in short lines on a phone."""
    lines = textwrap.wrap(eye.label, 13) if narrow else [eye.label]
    return "<br>".join(escape(line, quote=False) for line in lines)


def _write(figure: Figure, cell: pd.Series, name: str, theme: Theme, narrow: bool) -> None:
    """The share and its interval, rounded outwards, in black or white, whichever reads better on the cell's colour."""
    interval = f"{math.floor(100 * cell['low'])} to {math.ceil(100 * cell['high'])}"
    figure.add_annotation(
        x=cell["cue"],
        y=name,
        text=f"<b>{100 * cell['accuracy']:.0f} %</b><br><span style='font-size:12px'>{interval}</span>",
        showarrow=False,
        font={"size": 15 if narrow else 17, "color": ink(cell["accuracy"], theme)},
    )


def shade(share: float, theme: Theme) -> str:
    """The colour of a cell."""
    return shades.mixed(*ENDS[theme], share)


def ink(share: float, theme: Theme) -> str:
    """What is written in a cell: black or white, whichever can be read."""
    return shades.ink(shade(share, theme))


def _hovers(board: pd.DataFrame, eyes: list[Eye], cues: Mapping[str, str]) -> list[list[str]]:
    """What each cell says when pointed at."""
    cells = {(cell["eye"], cell["cue"]): cell for _, cell in board.iterrows()}
    return [[_hover(eye, cells.get((eye.name, cue))) for cue in cues.values()] for eye in eyes]


def _hover(eye: Eye, cell: pd.Series | None) -> str:
    if cell is None:
        return ""
    half = (cell["high"] - cell["low"]) / 2
    share, low, high = (percent(cell[part], half) for part in ("accuracy", "low", "high"))
    seeds = "one seed" if cell["n_seeds"] == 1 else f"mean of {cell['n_seeds']} seeds"
    return (
        f"<b>{escape(eye.label, quote=False)}, {cell['cue']}</b><br>{share} of {count(cell['n_test'])} test images "
        f"right<br>95 % interval {low} to {high}, {seeds}"
    )


def describe_cue_board(board: pd.DataFrame, rows: pd.DataFrame, chance: float) -> str:
    """The caption, as plain text: what a cell is, what "reads" means, where and when it was measured."""
    fewest = int(board["n_seeds"].min())
    seeds = f"mean of {number(fewest)} seeds" if fewest > 1 else "one seed in some cells"
    n_train, n_test = int(rows["n_train"].max()), int(rows["n_test"].max())
    return (
        f"Each cell: share of {count(n_test)} test images right after {count(n_train)} training images in which "
        f"one cue alone tells the class; {seeds}, below it the 95 % interval. Guessing gets {100 * chance:.0f} %. "
        f"“Reads” means surely {100 * READS:.0f} % or more. {where_and_when(rows)}"
    )
