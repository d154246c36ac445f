"""What each family of features is worth: every one alone, and all but every one, on the visitor's data set."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.features.ablation import Ablation, ablate
from analysis.features.worth import worth
from catalogue.dataset import Images
from charts.common.export import PLOTLY_CONFIG, html
from charts.common.families import LABELS
from charts.common.style import Figure, Theme
from charts.features.ablation import ablation_figure, describe_ablation
from experiments.plan import usual_sizes
from experiments.spec import Experiment, sweep
from ui.common import pickers, source
from ui.common.folded import fold_rows
from ui.common.live import while_measured
from ui.common.page import is_narrow, plain, theme
from ui.common.sweep import offer, show_progress

WHY = """
**Families overlap.** Edge directions, edge strength and stripes are three ways to look at edges. So a family can go far
alone and yet hardly be missed among the others: they know most of what it knows.

**What says little alone can still help.** A number that tells nothing by itself can decide between two classes once
another number is known (Guyon and Elisseeff 2003, *An introduction to variable and feature selection*).

**Worth belongs to the images.** Colours tell little about grey digits, and a lot about flowers. Choose other images
above, and the order changes.
"""

FAIR = """
Every choice of families gets the same SVM with the same settings, the same training images, the same seeds and the
same test images; nothing is tuned for any of them. The changes compare answers image by image, so that hard
images are hard for both sides. Each interval holds the truth in 95 of 100 cases: with seven of them, about every
third chart has one that misses it by luck.
"""


def show_families() -> None:
    """The choice, Run, and what is found so far."""
    choices = st.container(horizontal=True, vertical_alignment="bottom")
    with choices:
        entry = pickers.pick_dataset(source.entries())
    images = source.images(entry)
    if images is None:
        return
    with choices:
        n_train = pickers.pick_size(usual_sizes(images))
        n_seeds = pickers.pick_seeds()
    experiments = to_measure(images, n_train, n_seeds)
    offer(experiments, images)
    while_measured(
        experiments, partial(show_progress, experiments, images), partial(show_found, experiments, images.title)
    )


def to_measure(images: Images, n_train: int, n_seeds: int) -> list[Experiment]:
    """All families together, each alone, all but each; seed by seed, so that the whole chart stands early."""
    choices: list[dict[str, str]] = [{}, *({name: family} for family in LABELS for name in ("only", "without"))]
    experiments = [
        one
        for chosen in choices
        for one in sweep(
            images.name, ["svm"], [n_train], n_seeds, data_version=images.version, settings={"svm": chosen}
        )
    ]
    return sorted(experiments, key=lambda one: one.seed)


def show_found(experiments: list[Experiment], title: str) -> None:
    """Finding, chart, caption and the folded parts, or what Run will do when nothing is measured yet."""
    rows = source.rows_of_exactly(experiments)
    if rows.empty:
        st.info(
            "Nothing is measured yet for this choice. **Run** trains an SVM on all families of features together, on "
            f"each of the {len(LABELS)} alone, and on all but each, and shows here what every family is worth."
        )
        return
    key = ",".join(sorted(rows["id"] + rows["origin"]))
    found = _ablated(key, rows)
    finding, caption = worth(found, LABELS), describe_ablation(found, rows)
    st.header(plain(finding), anchor=False)
    figure = _figure(key, theme(), is_narrow(), found)
    st.plotly_chart(figure, theme=None, config=PLOTLY_CONFIG, key="ablation", alt=finding)
    st.caption(plain(caption))
    about = f"What features made by hand are worth: {title}"
    fold_rows(WHY, FAIR, rows, partial(_page, found, about, f"{finding} {caption}"), command(experiments))


@st.cache_resource(max_entries=64, show_spinner=False)
def _ablated(key: str, _rows: pd.DataFrame) -> Ablation:  # noqa: ARG001  (the key names the rows)
    return ablate(_rows, list(LABELS))


@st.cache_resource(max_entries=64, show_spinner=False)
def _figure(key: str, theme: Theme, narrow: bool, _found: Ablation) -> Figure:  # noqa: ARG001
    return ablation_figure(_found, theme, narrow)


def _page(found: Ablation, title: str, told: str) -> str:
    return html(ablation_figure(found), title, told)


def command(experiments: list[Experiment]) -> str:
    """The command lines that measure the same."""
    together = source.command(pd.DataFrame(experiments)).removesuffix(" --json")
    each = [f"  {together} --set svm.{name}=$family --json" for name in ("only", "without")]
    return "\n".join([f"{together} --json", f"for family in {' '.join(LABELS)}; do", *each, "done"])
