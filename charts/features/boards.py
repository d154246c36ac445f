"""Boards of accuracies, as colour and number: learners by the one cue they may read, and features by classifiers."""

import math
import textwrap
from collections.abc import Mapping
from html import escape

import pandas as pd

from analysis.common.swap_cells import CLASSIFIERS, FEATURES, Cell
from analysis.common.wording import count, duration, mean_of, number, percent, percents
from analysis.features.cue_board import READS, Reader
from analysis.features.swap_board import Board
from charts.common import style
from charts.common.captions import where_and_when
from charts.common.marks import Write, catch_clicks, draw_cells, hover, note
from charts.common.style import Figure, Theme

ENDS = {"light": ("#F1F4F7", "#00507D"), "dark": ("#262B33", "#9AD4F7")}
"""The colours of 0 % and 100 % right: one hue in two lightnesses, so that colour-blind people tell them apart too."""

ROW = 48
"""A row's height in pixels: room for an accuracy and its interval."""

SMALL = 12
"""The size of the letters below an accuracy; written as a share of its size, so that a projector enlarges both."""

ROWS = {
    "raw": ("Raw pixels", "Raw<br>pixels"),
    "handcrafted": ("Handcrafted", "Hand-<br>crafted"),
    "cnn": ("Learned by a CNN<br>on these images", "Learned<br>by CNN"),
    "pretrained": ("Pretrained on<br>other images", "Pre-<br>trained"),
}
"""The name beside each row, in a wide and in a narrow window."""

COLUMNS = {
    "linear_svm": ("Linear SVM", "Linear<br>SVM"),
    "rbf_svm": ("RBF SVM", "RBF<br>SVM"),
    "logistic_regression": ("Logistic regression", "Logistic<br>regr."),
    "neural": ("Small neural network", "Neural<br>network"),
}
"""The name above each column, in a wide and in a narrow window."""


def cue_board_figure(
    board: pd.DataFrame, readers: list[Reader], cues: Mapping[str, str], theme: Theme = "light", narrow: bool = False
) -> Figure:
    """A row per learner, a column per cue, and in each cell the accuracy with its interval; empty if not measured."""
    figure = style.empty_figure(theme, height=88 + ROW * len(readers), narrow=narrow)
    rows = {reader.name: _label(reader, narrow) for reader in readers}
    labels = {reader.name: escape(reader.label, quote=False) for reader in readers}

    def write(cell: pd.Series) -> str:
        return _hover(cell, f"{labels[cell['reader']]}, {cell['cue']}")

    _draw_board(figure, board, ("reader", "cue"), (rows, {cue: cue for cue in cues.values()}), theme, write)
    for _, cell in board.iterrows():
        write_cell(figure, cell, cell["cue"], rows[cell["reader"]], theme, size=15 if narrow else 17)
    unit = "" if narrow else " (cells: % of test images right)"
    _set_axes(figure, f"The only cue to the class{unit}", "Learner", 12 if narrow else 14, narrow)
    return figure.update_yaxes(autorange="reversed").update_layout(margin_t=72)


def _label(reader: Reader, narrow: bool) -> str:
    """A row's name, in short lines on a phone."""
    lines = textwrap.wrap(reader.label, 13) if narrow else [reader.label]
    return "<br>".join(escape(line, quote=False) for line in lines)


def swap_figure(board: Board, chosen: Cell, theme: Theme = "light", narrow: bool = False) -> Figure:
    """A row for each kind of features, a column for each classifier; the chosen cell has a frame."""
    figure = style.empty_figure(theme, height=440 if narrow else 88 + ROW * len(ROWS), narrow=narrow)
    rows, columns = ({key: both[narrow] for key, both in names.items()} for names in (ROWS, COLUMNS))
    text = _draw_board(figure, board.table, ("features", "head"), (rows, columns), theme, _swap_hover)
    half = float((board.table["high"] - board.table["low"]).max()) / 2  # the same decimals in all cells
    for _, cell in board.table.iterrows():
        place, seconds = (columns[cell["head"]], rows[cell["features"]]), duration(cell["seconds"])
        more = f"{'<br>' if narrow else ' · '}{seconds}"
        write_cell(figure, cell, *place, theme, size=14 if narrow else 17, half=half, more=more)
    _frame(figure, chosen, theme)
    figure.update_traces(hoverinfo="skip", hovertemplate=None)
    # Where marks overlap, plotly takes the last one; small ones, without a limit of distance, answer for their cells.
    each = [row for row in rows.values() for _ in columns], list(columns.values()) * len(rows)
    catch_clicks(figure, *each, [one for row in text for one in row], 32)
    unit = "" if narrow else " (cells: % of test images right, and seconds)"
    _set_axes(figure, f"Classifier{unit}", "Features", 11 if narrow else 14, narrow)
    # Otherwise plotly would leave room at the edges for the whole of each mark.
    figure.update_xaxes(range=[-0.5, len(columns) - 0.5]).update_yaxes(range=[len(rows) - 0.5, -0.5])
    return figure.update_layout(margin_t=84 if narrow else 72, hoverdistance=-1)


def _frame(figure: Figure, chosen: Cell, theme: Theme) -> None:
    """A frame around the chosen cell."""
    row, column = list(ROWS).index(chosen[0]), list(COLUMNS).index(chosen[1])
    ends = {"x0": column - 0.48, "x1": column + 0.48, "y0": row - 0.47, "y1": row + 0.47}
    figure.add_shape(type="rect", line={"color": style.TEXT[theme], "width": 3}, **ends)


def cell_at(x: str, y: str) -> Cell:
    """The cell with these labels, of a wide chart or a narrow one."""
    features = next(key for key, both in ROWS.items() if y in both)
    return features, next(key for key, both in COLUMNS.items() if x in both)


def _draw_board(
    figure: Figure,
    table: pd.DataFrame,
    by: tuple[str, str],
    names: tuple[dict[str, str], dict[str, str]],
    theme: Theme,
    write: Write,
) -> list[list[str]]:
    """Colour the cells, of which two columns of the table say row and column; returns what `write` makes of each."""
    rows, columns = names
    cells = {(cell[by[0]], cell[by[1]]): cell for _, cell in table.iterrows()}
    text = [[write(cells[row, column]) if (row, column) in cells else "" for column in columns] for row in rows]
    shares = table.pivot_table("accuracy", *by).reindex(index=list(rows), columns=list(columns))
    places = {"x": list(columns.values()), "y": list(rows.values())}
    draw_cells(figure, 100 * shares.to_numpy(float), (0, 100), ENDS[theme], text, gap=4, **places)
    return text


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


def _set_axes(figure: Figure, x_title: str, y_title: str, size: int, narrow: bool) -> None:
    """The names of the columns above the board, those of the rows beside it."""
    figure.update_xaxes(title_text=x_title, side="top", tickangle=0, tickfont_size=size)
    figure.update_yaxes(automargin=True, showgrid=False, tickfont_size=size)
    if not narrow:
        figure.update_yaxes(title_text=y_title)
    figure.update_layout(margin={"b": 16, "r": 4 if narrow else 16})


def _hover(cell: pd.Series, title: str, *more: str) -> str:
    """What a cell says when pointed at."""
    share, low, high = percents(cell["accuracy"], cell["low"], cell["high"])
    return hover(
        title,
        f"{share} of {count(cell['n_test'])} test images right",
        f"95 % interval {low} to {high}, {mean_of(cell['n_seeds'])}",
        *more,
    )


def _swap_hover(cell: pd.Series) -> str:
    title = escape(f"{FEATURES[cell['features']]}, {CLASSIFIERS[cell['head']]}", quote=False)
    return _hover(cell, title, f"{duration(cell['seconds'])} for features, training and prediction")


def describe_cue_board(board: pd.DataFrame, rows: pd.DataFrame, chance: float) -> str:
    """The caption, as plain text: what a cell is, what "reliably" means, where and when it was measured."""
    seeds = mean_of(board["n_seeds"])
    n_train, n_test = int(rows["n_train"].max()), int(rows["n_test"].max())
    return (
        f"Each cell: accuracy on {count(n_test)} test images after {count(n_train)} training images in which "
        f"only one cue reveals the class; {seeds}, with the 95 % interval below. Guessing gets {percent(chance)}. "
        f"“Reliably” means that all of the interval is at {percent(READS)} or more. {where_and_when(rows)}"
    )


def describe_swap_board(board: Board, rows: pd.DataFrame) -> str:
    """The caption, as plain text: what a cell is, what its seconds hold, where and when it was measured."""
    seeds = mean_of(board.table["n_seeds"])
    return (
        f"Each cell: accuracy on {count(board.scored.n_test)} test images after {count(board.n_train)} training "
        f"images, {seeds}, with the 95 % interval, and the seconds for features, training and prediction. The spread "
        "of the features is the gap between the best and the worst row, averaged over the columns; that of the "
        "classifiers is the gap between the best and the worst column, averaged over the rows"
        f"{_resting(board)}. "
        f"{where_and_when(rows)}"
    )


def _resting(board: Board) -> str:
    """On how many seeds the spreads rest: those that all cells have."""
    n = len(board.seeds)
    if n < 2:
        return ", with the one seed that all cells have" if n else ""
    return f", over the {number(n)} seeds that all cells have"
