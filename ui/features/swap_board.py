"""The swap board, which shows whether the features or the classifier behind them matter more, and one of its cells."""

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from analysis.common.summary import SECONDS
from analysis.common.swap_cells import CELLS, CLASSIFIERS, FEATURES, LEARNER, Cell, cell_name
from analysis.common.wording import capitalised, count, percent
from analysis.data_size.fairness import COLUMNS, fairness
from analysis.features.swap_board import Board, cell_of, disagreement, finding, neighbours, swap_board
from catalogue import Entry
from charts.features.boards import cell_at, describe_swap_board, swap_figure
from experiments.spec import Experiment, seed_by_seed
from experiments.store.results import LIVE
from ui.common import commands, pickers, source
from ui.common.chart import Panel
from ui.common.live import offer_and_watch
from ui.common.page import plain, show_table
from ui.common.texts import text

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
        entry = source.entry_here(dataset)
        n_train = pick_size(measured, dataset, (entry.n_train or USUAL) if entry else 0)
    if entry is None:
        show_board(dataset, n_train)
    else:
        _offer(entry, n_train)


def _measured() -> pd.DataFrame:
    """The rows of all boards that everybody may see."""
    rows = source.on_offer(source.all_rows(), with_cells=True)
    return rows[(rows["learner"] == LEARNER) & rows["settings"].map(cell_of).astype(bool)]


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
    show_cell(board, rows, chosen)
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


def command(rows: pd.DataFrame) -> str:
    """The command lines that measure the same board."""
    return "\n".join(
        [
            f"for features in {' '.join(FEATURES)}; do",
            f"  for head in {' '.join(CLASSIFIERS)}; do",
            f"    {commands.to_run(rows, '--set swap.features=$features --set swap.head=$head')}",
            "  done",
            "done",
        ]
    )
