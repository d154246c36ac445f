"""One cell of the swap board: what it had to work with, and how often it disagrees with the cells beside it."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from analysis.common.summary import SECONDS
from analysis.common.swap_cells import Cell, cell_name
from analysis.common.wording import capitalised, percent
from analysis.data_size.fairness import COLUMNS, fairness
from analysis.features.swap_board import Board, cell_of, disagreement, neighbours
from ui.common import source
from ui.common.page import plain
from ui.common.table import show_table
from ui.common.texts import text


def show_cell(board: Board, rows: pd.DataFrame, chosen: Cell) -> None:
    """What the chosen cell has seen before, in red, its disagreements, and its fairness card."""
    mine = of_cell(rows, chosen)
    st.markdown(f"**{plain(capitalised(in_words(chosen)))}**")
    if mine.empty:
        st.info("This cell is not measured yet.")
        return
    if chosen[0] == "pretrained":
        st.markdown(f":red[{text('data_size/pretrained')}]")
    st.markdown("\n".join(f"* {plain(line)}" for line in disagreements(board, rows, chosen)))
    show_card(mine)


def of_cell(rows: pd.DataFrame, cell: Cell) -> pd.DataFrame:
    """The rows of a cell."""
    return rows[[cell_of(settings) == cell for settings in rows["settings"]]]


def in_words(cell: Cell) -> str:
    """`handcrafted features, RBF SVM`."""
    return cell_name({"features": cell[0], "head": cell[1]})


def disagreements(board: Board, rows: pd.DataFrame, chosen: Cell) -> list[str]:
    """A sentence for each measured cell beside this one."""
    lines = []
    for other in neighbours(chosen):
        share = disagreement(_predicted(rows, chosen), _predicted(rows, other))
        if share is not None:
            two_errors = 2 * (share * (1 - share) / board.scored.n_test) ** 0.5  # two standard errors
            lines.append(f"Another answer than {in_words(other)}: for {percent(share, two_errors)} of the test images.")
    return lines


def _predicted(rows: pd.DataFrame, cell: Cell) -> dict[int, NDArray[np.int64]]:
    """The predictions of each seed, without seeds whose predictions were not kept."""
    own = of_cell(rows, cell)
    by_seed = {int(row.seed): source.predictions(str(row.id), str(row.origin)) for row in own.itertuples()}
    return {seed: predicted for seed, predicted in by_seed.items() if len(predicted) == int(own["n_test"].iloc[0])}


def show_card(rows: pd.DataFrame) -> None:
    """The fairness card, one line for each fact that is known."""
    card = fairness(rows).iloc[0]
    facts = {name: f"{card[name]:.2f}" if name in SECONDS else str(card[name]) for name in COLUMNS}
    known = [(COLUMNS[name], fact) for name, fact in facts.items() if name not in ("learner", "origin") and fact != "–"]
    show_table(
        pd.DataFrame(known, columns=["what", "fact"]), {"what": "What", "fact": "This cell"}, "The fairness card"
    )
