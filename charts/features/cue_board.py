"""The cue board: which learner can read which cue, with a cell for each pair, as colour and number."""

import math
import textwrap
from collections.abc import Mapping
from html import escape

import pandas as pd

from analysis.common.wording import count, mean_of, percent, percents
from analysis.features.cue_board import READS, Reader
from charts.common import style
from charts.common.captions import where_and_when
from charts.common.marks import draw_cells, hover, note
from charts.common.style import Figure, Theme

ENDS = {"light": ("#F1F4F7", "#00507D"), "dark": ("#262B33", "#9AD4F7")}
"""The colours of 0 % and 100 % right: one hue in two lightnesses, so that colour-blind people tell them apart too."""


ROW = 48
"""A row's height in pixels: room for an accuracy and its interval."""

SMALL = 12
"""The size of the letters below an accuracy; written as a share of its size, so that a projector enlarges both."""


def cue_board_figure(
    board: pd.DataFrame, readers: list[Reader], cues: Mapping[str, str], theme: Theme = "light", narrow: bool = False
) -> Figure:
    """A row per learner, a column per cue, and in each cell the accuracy with its interval; empty if not measured."""
    figure = style.figure(theme, height=88 + ROW * len(readers), narrow=narrow)
    names, columns = {reader.name: _label(reader, narrow) for reader in readers}, list(cues.values())
    shares = board.pivot_table("accuracy", "reader", "cue").reindex(index=list(names), columns=columns)
    text, places = _hovers(board, readers, cues), {"x": columns, "y": list(names.values())}
    draw_cells(figure, 100 * shares.to_numpy(float), (0, 100), ENDS[theme], text, gap=4, **places)
    for _, cell in board.iterrows():
        write_cell(figure, cell, cell["cue"], names[cell["reader"]], theme, size=15 if narrow else 17)
    unit = "" if narrow else " (cells: % of test images right)"
    size = 12 if narrow else 14
    figure.update_xaxes(title_text=f"The only cue to the class{unit}", side="top", tickangle=0, tickfont_size=size)
    figure.update_yaxes(autorange="reversed", automargin=True, showgrid=False, tickfont_size=size)
    if not narrow:
        figure.update_yaxes(title_text="Learner")
    return figure.update_layout(margin={"t": 72, "b": 16, "r": 4 if narrow else 16})


def _label(reader: Reader, narrow: bool) -> str:
    """A row's name, in short lines on a phone."""
    lines = textwrap.wrap(reader.label, 13) if narrow else [reader.label]
    return "<br>".join(escape(line, quote=False) for line in lines)


def write_cell(
    figure: Figure, cell: pd.Series, x: str, y: str, theme: Theme, *, size: int, half: float = 1.0, more: str = ""
) -> None:
    """Write the accuracy and its interval, rounded outwards, in black or white; `half` is `percent`'s half width.

    `more` follows the interval.
    """
    small = f"{math.floor(100 * cell['low'])} to {math.ceil(100 * cell['high'])}{more}"
    text = f"<b>{percent(cell['accuracy'], half)}</b><br><span style='font-size:{SMALL / size:.2f}em'>{small}</span>"
    note(figure, theme, text, x=x, y=y, font={"size": size, "color": ink(cell["accuracy"], theme)})


def shade(share: float, theme: Theme) -> str:
    """The colour of a cell."""
    return style.mixed(*ENDS[theme], share)


def ink(share: float, theme: Theme) -> str:
    """The colour of a cell's text: black or white, whichever is easier to read."""
    return style.ink(shade(share, theme))


def _hovers(board: pd.DataFrame, readers: list[Reader], cues: Mapping[str, str]) -> list[list[str]]:
    """What each cell says when pointed at."""
    cells = {(cell["reader"], cell["cue"]): cell for _, cell in board.iterrows()}
    return [[_hover(reader, cells.get((reader.name, cue))) for cue in cues.values()] for reader in readers]


def _hover(reader: Reader, cell: pd.Series | None) -> str:
    if cell is None:
        return ""
    share, low, high = percents(cell["accuracy"], cell["low"], cell["high"])
    return hover(
        f"{escape(reader.label, quote=False)}, {cell['cue']}",
        f"{share} of {count(cell['n_test'])} test images right",
        f"95 % interval {low} to {high}, {mean_of(cell['n_seeds'])}",
    )


def describe_cue_board(board: pd.DataFrame, rows: pd.DataFrame, chance: float) -> str:
    """The caption, as plain text: what a cell is, what "reliably" means, where and when it was measured."""
    seeds = mean_of(board["n_seeds"])
    n_train, n_test = int(rows["n_train"].max()), int(rows["n_test"].max())
    return (
        f"Each cell: accuracy on {count(n_test)} test images after {count(n_train)} training images in which "
        f"only one cue reveals the class; {seeds}, with the 95 % interval below. Guessing gets {percent(chance)}. "
        f"“Reliably” means that all of the interval is at {percent(READS)} or more. {where_and_when(rows)}"
    )
