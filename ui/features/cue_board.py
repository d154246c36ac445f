"""The cue board: drawn shapes whose class only one cue tells, and who can read it."""

from functools import partial

import pandas as pd
import streamlit as st

import catalogue
from analysis.features.cue_board import Eye, cue_board, readings
from charts.common.export import PLOTLY_CONFIG, html
from charts.features.cue_board import cue_board_figure, describe_cue_board
from experiments.plan import usual_sizes
from experiments.spec import Experiment, sweep
from ui.common import pickers, source
from ui.common.folded import fold_rows
from ui.common.live import while_measured
from ui.common.page import is_narrow, plain, theme
from ui.common.sweep import offer, show_progress

CUES = {
    "shapes-colour": "colour",
    "shapes-texture": "texture",
    "shapes-shape": "shape",
    "shapes-arrangement": "arrangement",
}
"""The data sets, and the one cue that tells the class in each."""

EYES = [
    Eye("the colour histogram", "Colour histogram", "svm", "colour_histogram"),
    Eye("the texture histogram (LBP)", "Texture (LBP)", "svm", "binary_patterns"),
    Eye("the edge histogram (HOG)", "Edge directions (HOG)", "svm", "hog"),
    Eye("the SVM on all families", "All families", "svm"),
    Eye("the network", "CNN", "cnn"),
]

WHY = """
**Each family was built to notice one thing.** A colour histogram counts colours (Swain and Ballard 1991), local binary
patterns count which neighbours are brighter (Ojala and others 2002), HOG counts edge directions, cell by cell (Dalal
and Triggs 2005). What it was not built to notice, more images cannot add.

**Few families are pure, and none is perfect.** Each looks at parts of the image separately, so it also knows a little
about where things are. Comparisons of single neighbours suffer from noise (Tan and Triggs 2010), of which these
images have some. The board shows how far each family gets all the same.

**The network was told nothing about cues.** The same network, with the same settings, sees each of the four data sets
and has to find out which cue matters. Whether it does with so few images is what its row shows.
"""

FAIR = """
Four data sets of drawn shapes, four classes each. In each, one cue alone tells the class, and everything else is drawn
by chance: place, size, brightness, noise, and all other cues. In *arrangement* a circle and a square stand above,
below, left or right of one another. Everyone learns from the same images of a data set and answers the same test
images.
"""


def show_cues() -> None:
    """The choice, Run, and what is found so far."""
    first = next(entry for entry in source.entries() if entry.name == next(iter(CUES)))
    images = source.images(first)
    if images is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        recipe = pickers.pick_recipe("how")
        n_train = pickers.pick_size(usual_sizes(images))
        n_seeds = pickers.pick_seeds()
    experiments = to_measure(n_train, n_seeds, recipe)
    offer(experiments, images)
    while_measured(
        experiments,
        partial(show_progress, experiments, images),
        partial(show_found, experiments, 1 / len(images.classes)),
    )


def to_measure(n_train: int, n_seeds: int, recipe: str) -> list[Experiment]:
    """Everyone on every cue; seed by seed, so that the whole board stands early."""
    experiments = [
        one
        for dataset in CUES
        for eye in EYES
        for one in sweep(
            dataset,
            [eye.learner],
            [n_train],
            n_seeds,
            [recipe],
            data_version=catalogue.version(dataset),
            settings={eye.learner: eye.settings},
        )
    ]
    return sorted(experiments, key=lambda one: one.seed)


def show_found(experiments: list[Experiment], chance: float) -> None:
    """Finding, board, caption and the folded parts, or what Run will do when nothing is measured yet."""
    rows = source.rows_of_exactly(experiments)
    if rows.empty:
        st.info(
            "Nothing is measured yet for this choice. **Run** shows drawn shapes, in which only colour, only texture, "
            "only shape or only arrangement tells the class, to three single families of features, to all families "
            "together and to the network, and fills a board with what each of them can read."
        )
        return
    board = _board(",".join(sorted(rows["id"] + rows["origin"])), chance, rows)
    finding, caption = readings(board, EYES, CUES), describe_cue_board(board, rows, chance)
    st.header(plain(finding), anchor=False)
    figure = cue_board_figure(board, EYES, CUES, theme(), is_narrow())
    st.plotly_chart(figure, theme=None, config=PLOTLY_CONFIG, key="cues", alt=finding)
    st.caption(plain(caption))
    fold_rows(WHY, FAIR, rows, partial(_page, board, f"{finding} {caption}"), command(experiments))


@st.cache_resource(max_entries=64, show_spinner=False)
def _board(key: str, chance: float, _rows: pd.DataFrame) -> pd.DataFrame:  # noqa: ARG001  (the key names the rows)
    return cue_board(_rows, EYES, CUES, chance)


def _page(board: pd.DataFrame, told: str) -> str:
    return html(cue_board_figure(board, EYES, CUES), "Who can read which cue?", told)


def command(experiments: list[Experiment]) -> str:
    """The command lines that measure the same."""
    words = source.command(pd.DataFrame(experiments)).replace(experiments[0].dataset, "$dataset")
    words = words.replace(" --json", "").replace(" --learner cnn", "")
    families = " ".join(eye.only for eye in EYES if eye.only)
    return "\n".join(
        [
            f"for dataset in {' '.join(CUES)}; do",
            f"  {words} --learner cnn --json",
            f"  for family in {families}; do {words} --set svm.only=$family --json; done",
            "done",
        ]
    )
