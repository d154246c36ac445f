"""The swap board: features by classifiers, one measured pair per cell, as colour, number, interval and seconds."""

from html import escape

import pandas as pd

from analysis.common.swap_cells import CLASSIFIERS, FEATURES, Cell
from analysis.common.wording import count, duration, mean_of, number, percents
from analysis.features.swap_board import Board
from charts.common import style
from charts.common.captions import where_and_when
from charts.common.marks import catch_clicks, draw_cells, hover
from charts.common.style import Figure, Theme
from charts.features.cue_board import ENDS, ROW, write_cell

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


def swap_figure(board: Board, chosen: Cell, theme: Theme = "light", narrow: bool = False) -> Figure:
    """A row for each kind of features, a column for each classifier; the chosen cell has a frame."""
    figure = style.figure(theme, height=440 if narrow else 88 + ROW * len(ROWS), narrow=narrow)
    rows, columns = _labels(ROWS, narrow), _labels(COLUMNS, narrow)
    shares = board.table.pivot_table("accuracy", "features", "head").reindex(index=list(rows), columns=list(columns))
    text, places = _hovers(board), {"x": list(columns.values()), "y": list(rows.values())}
    draw_cells(figure, 100 * shares.to_numpy(float), (0, 100), ENDS[theme], text, gap=4, **places)
    half = float((board.table["high"] - board.table["low"]).max()) / 2  # the same decimals in all cells
    for _, cell in board.table.iterrows():
        place, seconds = (columns[cell["head"]], rows[cell["features"]]), duration(cell["seconds"])
        more = f"{'<br>' if narrow else ' · '}{seconds}"
        write_cell(figure, cell, *place, theme, size=14 if narrow else 17, half=half, more=more)
    _frame(figure, chosen, theme)
    figure.update_traces(hoverinfo="skip", hovertemplate=None)
    # Marks are as wide as a cell and higher; where they overlap, a click is on the nearest one.
    each = [row for row in rows.values() for _ in columns], list(columns.values()) * len(rows)
    catch_clicks(figure, *each, [one for row in text for one in row], 80 if narrow else 160)
    size = 11 if narrow else 14
    unit = "" if narrow else " (cells: % of test images right, and seconds)"
    figure.update_xaxes(title_text=f"Classifier{unit}", side="top", tickangle=0, tickfont_size=size)
    figure.update_yaxes(automargin=True, showgrid=False, tickfont_size=size)
    # Otherwise plotly would leave room at the edges for the whole of each mark.
    figure.update_xaxes(range=[-0.5, len(columns) - 0.5]).update_yaxes(range=[len(rows) - 0.5, -0.5])
    if not narrow:
        figure.update_yaxes(title_text="Features")
    return figure.update_layout(margin={"t": 84 if narrow else 72, "b": 16, "r": 4 if narrow else 16})


def _labels(names: dict[str, tuple[str, str]], narrow: bool) -> dict[str, str]:
    return {key: both[narrow] for key, both in names.items()}


def _frame(figure: Figure, chosen: Cell, theme: Theme) -> None:
    """A frame around the chosen cell."""
    row, column = list(ROWS).index(chosen[0]), list(COLUMNS).index(chosen[1])
    ends = {"x0": column - 0.48, "x1": column + 0.48, "y0": row - 0.47, "y1": row + 0.47}
    figure.add_shape(type="rect", line={"color": style.TEXT[theme], "width": 3}, **ends)


def cell_at(x: str, y: str) -> Cell:
    """The cell with these labels, of a wide chart or a narrow one."""
    features = next(key for key, both in ROWS.items() if y in both)
    return features, next(key for key, both in COLUMNS.items() if x in both)


def _hovers(board: Board) -> list[list[str]]:
    """What each cell says when pointed at."""
    cells = {(cell["features"], cell["head"]): cell for _, cell in board.table.iterrows()}
    return [[_hover(cells.get((row, column)), row, column) for column in COLUMNS] for row in ROWS]


def _hover(cell: pd.Series | None, row: str, column: str) -> str:
    if cell is None:
        return ""
    share, low, high = percents(cell["accuracy"], cell["low"], cell["high"])
    return hover(
        escape(f"{FEATURES[row]}, {CLASSIFIERS[column]}", quote=False),
        f"{share} of {count(cell['n_test'])} test images right",
        f"95 % interval {low} to {high}, {mean_of(cell['n_seeds'])}",
        f"{duration(cell['seconds'])} for features, training and prediction",
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
