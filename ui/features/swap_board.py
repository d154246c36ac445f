"""The swap board, which shows whether the features or the classifier behind them matter more."""

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from analysis.common.swap_cells import CELLS, CLASSIFIERS, FEATURES, LEARNER, Cell
from analysis.common.wording import capitalised, count
from analysis.features.swap_board import Board, finding, swap_board
from analysis.features.swap_board import cell_of as cell_of_settings
from catalogue import Entry
from charts.features.swap_board import cell_at, describe_swap_board, swap_figure
from experiments.spec import Experiment, class_numbers, seed_by_seed
from experiments.store.results import LIVE
from ui.common import pickers, source
from ui.common.chart import Panel
from ui.common.live import offer_and_watch
from ui.common.texts import text
from ui.features.swap_cell import show_cell

FIRST = "cifar10-jpeg"
SEEDS = 3
USUAL = 500
"""Training images where nothing is measured yet."""
SIZES = (100, USUAL, 1_000, 5_000)
"""Training images that can be measured here, if there are so many."""


def show_swaps() -> None:
    """The choices, Run where the images are here, and the board."""
    measured = _measured()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        dataset = pick_images(measured)
        entry = next((one for one in source.entries() if one.name == dataset and one.available), None)
        n_train = pick_size(measured, dataset, (entry.n_train or USUAL) if entry else 0)
    if entry is None:
        show_board(dataset, n_train)
    else:
        _offer(entry, n_train)


def _measured() -> pd.DataFrame:
    """The rows of all boards that everybody may see."""
    rows = source.on_offer(source.all_rows(), with_cells=True)
    return rows[(rows["learner"] == LEARNER) & rows["settings"].map(cell_of_settings).astype(bool)]


def pick_images(measured: pd.DataFrame) -> str:
    """One of the data sets: those with a board come first, then others whose images are here."""
    known = set(measured["dataset"])
    here = {entry.name for entry in source.entries() if entry.available}
    names = sorted(known | here, key=lambda name: (name != FIRST, name not in known, source.title(name)))
    return pickers.pick("Images", names, "board_images", write=source.title)


def pick_size(measured: pd.DataFrame, dataset: str, n_here: int) -> int:
    """One of the measured sizes and those that `n_here` images allow; at first the measured size with most cells."""
    cells = measured[measured["dataset"] == dataset].groupby("n_train")["settings"].nunique()
    sizes = sorted({*map(int, cells.index), *(n for n in SIZES if n <= n_here)}) or [USUAL]
    place = sizes.index(int(cells.idxmax()) if len(cells) else min(USUAL, sizes[-1]))
    return pickers.pick("Training images", sizes, "board_n", 140, first=place, write=count)


def _offer(entry: Entry, n_train: int) -> None:
    """Run, and the board while it is measured."""
    images = source.images(entry)
    if images is None:
        return
    experiments = to_measure(images.name, images.version, n_train)
    offer_and_watch(experiments, images, partial(show_board, entry.name, n_train))


def to_measure(dataset: str, version: str, n_train: int) -> list[Experiment]:
    """Every cell with each seed, seed by seed, so that the whole board appears early."""
    cells = [(LEARNER, {"features": features, "head": head}) for features, head in CELLS]
    return seed_by_seed(dataset, cells, n_train, SEEDS, data_version=version)


def show_board(dataset: str, n_train: int) -> None:
    """Finding, board, one cell, and the folded parts; or what Run will do while nothing is measured."""
    rows = of_one_origin(_measured(), dataset, n_train)
    if rows.empty:
        st.info(text("features/swap_board/nothing_yet"))
        return
    key = source.key_of_results(rows)
    board = _board(key, rows)
    above = st.container()  # the finding and the board stand above the choice of a cell, which the board marks
    chosen = pick_cell(board)
    panel = Panel(
        "features/swap_board",
        f"Features or classifier? {source.title(dataset)}",
        finding(board),
        describe_swap_board(board, rows),
        partial(swap_figure, board, chosen),
        f"{key} {chosen}",
        choose_cell,
    )
    with above:
        panel.show()
    show_cell(board, rows, chosen, _labels)
    panel.fold(rows, command(rows))


def of_one_origin(rows: pd.DataFrame, dataset: str, n_train: int) -> pd.DataFrame:
    """The quick rows of the origin that has most cells; in a tie, those measured here."""
    rows = rows[(rows["dataset"] == dataset) & (rows["n_train"] == n_train) & (rows["recipe"] == "quick")]
    if rows.empty:
        return rows
    cells = rows.groupby("origin")["settings"].nunique()
    here = cells.get(LIVE, 0) == cells.max()
    return rows[rows["origin"] == (LIVE if here else cells.idxmax())]


@st.cache_resource(max_entries=64, show_spinner=False)
def _board(key: str, _rows: pd.DataFrame) -> Board:  # noqa: ARG001  (the key names the rows)
    made = swap_board(_rows)
    if made.is_whole:
        _ = made.spreads  # computed now, once for all sessions that share it
    return made


def pick_cell(board: Board) -> Cell:
    """The cell whose card is shown, at first the highest."""
    best = board.table.loc[board.table["accuracy"].idxmax()]
    st.subheader("One cell", anchor=False)
    st.caption("Click it on the board, or choose it here.")
    with st.container(horizontal=True):
        features, heads = ({key: capitalised(name) for key, name in names.items()} for names in (FEATURES, CLASSIFIERS))
        first = pickers.pick_one("A cell's features", features, "board_features", default=str(best["features"]))
        return first, pickers.pick_one("Its classifier", heads, "board_head", default=str(best["head"]))


def choose_cell(x: str, y: str) -> None:
    """Choose the cell with these labels, as the two controls do."""
    st.session_state["board_features"], st.session_state["board_head"] = cell_at(x, y)


@st.cache_resource(max_entries=256, show_spinner=False)
def _labels(id: str, origin: str) -> NDArray[np.int64]:
    """What a row's model predicted for each test image; empty if the row was deleted since the page was drawn."""
    return class_numbers(source.store().predictions(id, origin))


def command(rows: pd.DataFrame) -> str:
    """The command lines that measure the same board."""
    words = source.command(rows).removesuffix(" --json")
    return "\n".join(
        [
            f"for features in {' '.join(FEATURES)}; do",
            f"  for head in {' '.join(CLASSIFIERS)}; do",
            f"    {words} --set swap.features=$features --set swap.head=$head --json",
            "  done",
            "done",
        ]
    )
