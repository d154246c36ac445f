"""The cue board: drawn shapes whose classes differ in one cue only, and who can read that cue."""

from functools import partial
from itertools import chain

import pandas as pd
import streamlit as st

import catalogue
from analysis.features.cue_board import Reader, cue_board, readings
from charts.features.boards import cue_board_figure, describe_cue_board
from experiments.plan import usual_sizes
from experiments.spec import Experiment, seed_by_seed
from ui.common import commands, pickers, source
from ui.common.chart import Panel
from ui.common.live import offer_and_watch
from ui.common.texts import text

CUES = {
    "shapes-colour": "colour",
    "shapes-texture": "texture",
    "shapes-shape": "shape",
    "shapes-arrangement": "arrangement",
}
"""Each data set, and the one cue that tells its classes apart."""

READERS = [
    Reader("the colour histogram", "Colour histogram", "svm", "colour_histogram"),
    Reader("the colour moment family", "Colour moments", "svm", "colour_moments"),
    Reader("the HOG family", "Edge directions (HOG)", "svm", "hog"),
    Reader("the Sobel family", "Edge strength (Sobel)", "svm", "edges"),
    Reader("the LBP family", "Texture (LBP)", "svm", "binary_patterns"),
    Reader("the grey pair family", "Texture (grey pairs)", "svm", "co_occurrence"),
    Reader("the Gabor family", "Stripes (Gabor)", "svm", "gabor"),
    Reader("the SVM on all seven families", "All families", "svm"),
    Reader("the CNN", "CNN", "cnn"),
]


def show_cues() -> None:
    """The choices, Run, and the results so far."""
    first = next(entry for entry in source.entries() if entry.name == next(iter(CUES)))
    images = source.images(first)
    if images is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        recipe = pickers.pick_recipe("how")
        n_train = pickers.pick_size(usual_sizes(images))
        n_seeds = pickers.pick_seeds()
    experiments = to_measure(n_train, n_seeds, recipe)
    offer_and_watch(experiments, images, partial(show_results, experiments, 1 / len(images.classes)))


def to_measure(n_train: int, n_seeds: int, recipe: str) -> list[Experiment]:
    """Every learner on every cue; seed by seed, so that the whole board appears early."""
    readers = [(reader.learner, reader.settings) for reader in READERS]
    by_cue = [seed_by_seed(name, readers, n_train, n_seeds, recipe, catalogue.version(name)) for name in CUES]
    return sorted(chain(*by_cue), key=lambda experiment: experiment.seed)


def show_results(experiments: list[Experiment], chance: float) -> None:
    """Finding, board, caption and the folded parts, or what Run will do while nothing is measured."""
    rows = source.rows_of_exactly(experiments)
    if rows.empty:
        st.info(text("features/cue_board/nothing_yet"))
        return
    board = _board(rows, chance)
    panel = Panel(
        "features/cue_board",
        "Who can read which cue?",
        readings(board, READERS, CUES),
        describe_cue_board(board, rows, chance),
        partial(cue_board_figure, board, READERS, CUES),
    )
    panel.show()
    panel.fold(rows, command(experiments))


@source.cached
def _board(rows: pd.DataFrame, chance: float) -> pd.DataFrame:
    return cue_board(rows, READERS, CUES, chance)


def command(experiments: list[Experiment]) -> str:
    """The command lines that measure the same."""
    svm = pd.DataFrame(experiments).assign(learner="svm")
    options = "--learner cnn", "--set svm.only=$family"
    together, alone = (commands.to_run(svm, one).replace(experiments[0].dataset, "$dataset") for one in options)
    families = " ".join(reader.only for reader in READERS if reader.only)
    return "\n".join(
        [
            f"for dataset in {' '.join(CUES)}; do",
            f"  {together}",
            f"  for family in {families}; do {alone}; done",
            "done",
        ]
    )
