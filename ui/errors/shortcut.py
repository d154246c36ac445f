"""The shortcut trap: images whose background tells the class in training only, and which learners rely on that."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

import catalogue
from analysis.common.machine import measured_here as is_here
from analysis.common.variants import without_settings
from analysis.common.wording import number, percents
from analysis.errors import shortcut
from analysis.errors.shortcut import origin_to_describe, points, share_to_describe, with_share
from catalogue.dataset import Images
from catalogue.sources.shortcut import N_TEST, NAMES, SHARES, examples, is_usual
from charts.common.images import enlarged
from charts.common.style import look
from charts.errors.shortcut import describe_shortcut, shortcut_figure
from experiments.spec import Experiment, sweep
from ui.common import source
from ui.common.chart import Panel
from ui.common.live import offer_and_watch
from ui.common.page import plain, show_image, show_table, show_when_open
from ui.common.pickers import pick_one
from ui.common.texts import text
from ui.errors.choice import PLACE, Compared

N_TRAIN = 500
N_SEEDS = 3  # recorded
LIVE_LEARNERS = ("svm", "cnn")
SIDE = 128  # pixels of an example on the screen


@dataclass(frozen=True, eq=False)
class Trap:
    """The chart of quick training with its words, its points, the rows behind them, and what helps on one share."""

    panel: Panel
    quick: pd.DataFrame
    rows: pd.DataFrame
    helps: list[str]


def show_shortcut(_compared: Compared | None = None) -> None:
    """The chart and the finding from recorded rows, the images, what helps, and the offer to measure a share here.

    The page hands the compared models to each of its parts; this one does not need them.
    """
    # The choices do not concern this part. The style outlives it where another part is opened; the container does not.
    st.html(f"<style>body:has(.st-key-errors_trap) .st-key-{PLACE} {{ display: none }}</style>")
    with st.container(key="errors_trap"):
        st.markdown(text("errors/shortcut/intro"))
    share = pick_one(
        "Training images with their class's usual background",
        {share: f"{share} %" for share in SHARES},
        "errors_share",
        default=95,
    )
    trap = _trap(share, source.store().n_rows())
    if trap:
        trap.panel.show()
    else:
        st.info(text("errors/shortcut/nothing_yet"))
    show_examples()
    if trap and trap.helps:
        st.subheader("What helps?", anchor=False)
        st.markdown("\n".join(f"* {plain(sentence)}" for sentence in trap.helps))
    show_when_open("Measure it here", "play_arrow", "errors_live", partial(show_live, share))
    if trap:
        with st.expander("Every share in numbers"):
            show_numbers(trap.quick)
        trap.panel.fold(trap.rows, command())


def command() -> str:
    """The command lines that measure all recorded points."""
    words = "--dataset shortcut-$share --learner svm --learner cnn --learner pretrained"
    line = f"  python -m experiments run {words} --n-train {N_TRAIN} --seeds {N_SEEDS} --json"
    return f"for share in {' '.join(map(str, SHARES))}; do\n{line}\ndone"


@st.cache_resource(ttl=2, max_entries=64, show_spinner=False)
def _trap(share: int, n_rows: int) -> Trap | None:  # noqa: ARG001  (part of the key: a new row renews it)
    """What the rows say of this share, or of the nearest measured one."""
    version = catalogue.version(next(iter(NAMES)))
    rows = without_settings(source.store().rows(dataset=list(NAMES), n_train=N_TRAIN, data_version=version))
    rows = with_share(rows, NAMES, N_TEST)
    return _trap_of(rows, share) if (rows["recipe"] == "quick").any() else None


@source.cached
def _trap_of(rows: pd.DataFrame, preferred: int) -> Trap:
    """What these rows say: the chart is of all of them, sentences are of one origin and of one share that it has."""
    usual = is_usual()
    table = points(rows, usual)
    quick, quick_rows = (both[both["recipe"] == "quick"] for both in (table, rows))
    nearest = share_to_describe(quick["share"].unique(), preferred)
    origin = origin_to_describe(quick, nearest)
    one, one_rows = (both[both["origin"] == origin] for both in (table, rows))
    one_quick, one_quick_rows = (both[both["recipe"] == "quick"] for both in (one, one_rows))
    share = share_to_describe(one_quick["share"].unique(), nearest)
    panel = Panel(
        "errors/shortcut",
        "The shortcut trap",
        shortcut.finding(one_quick, one_quick_rows, share, usual),
        describe_shortcut(quick, quick_rows, N_TEST),
        partial(shortcut_figure, quick),
        f"{preferred} {source.key_of_results(rows)}",
    )
    return Trap(panel, quick, quick_rows, shortcut.helps(one, one_rows, share, usual))


def show_examples() -> None:
    """One image of each class on each background."""
    with st.container(horizontal=True, gap="small"):
        for image, words in examples():
            with st.container(width=SIDE + 22, gap=None):
                show_image(enlarged(image, SIDE), words)
                st.caption(words.capitalize())


def show_live(share: int) -> None:
    """The offer to measure this share here."""
    st.markdown(text("errors/shortcut/live"))
    experiments = to_measure(share)
    offer_and_watch(experiments, _images(experiments[0].dataset), partial(show_measured, experiments, share))


def to_measure(share: int) -> list[Experiment]:
    """The SVM and the CNN on this share, with one seed."""
    name = next(name for name, its_share in NAMES.items() if its_share == share)
    return sweep(name, LIVE_LEARNERS, [N_TRAIN], 1, data_version=catalogue.version(name))


@st.cache_resource(max_entries=2, show_spinner="Drawing shapes")
def _images(name: str) -> Images:
    return catalogue.load(name)


def show_measured(experiments: list[Experiment], share: int) -> None:
    """What was measured here so far."""
    rows = source.store().rows(id=[one.id for one in experiments])
    rows = with_share(rows[rows["origin"].map(is_here).astype(bool)], NAMES, N_TEST)
    if len(rows):
        st.markdown(plain(shortcut.measured_here(points(rows, is_usual()), share)))


def show_numbers(quick: pd.DataFrame) -> None:
    """Both groups and the fall of every point."""
    learners = quick["learner"].map(lambda learner: look(learner).short)
    are_here = quick["origin"].map(is_here).astype(bool)
    if are_here.nunique() > 1:
        learners = learners.where(~are_here, learners + ", here")
    table = pd.DataFrame(
        {
            "share": [f"{row.share} %" for row in quick.itertuples()],
            "who": learners.tolist(),
            "usual": [percents(row.usual, row.usual_low, row.usual_high)[0] for row in quick.itertuples()],
            "swapped": [percents(row.swapped, row.swapped_low, row.swapped_high)[0] for row in quick.itertuples()],
            "fall": [_fall(row) for row in quick.itertuples()],
            "seeds": [number(row.n_seeds) for row in quick.itertuples()],
        }
    )
    heads = {"share": "Share", "who": "Learner", "usual": "Usual background", "swapped": "The other background"}
    show_table(table, {**heads, "fall": "Fall in points", "seeds": "Seeds"}, "Both groups at each share")


def _fall(row: object) -> str:
    """`84.2 (80.1 to 88.3)`."""
    low, value, high = (100 * np.array([row.fall_low, row.fall, row.fall_high])).round(1)  # type: ignore[attr-defined]
    return f"{value:g} ({low:g} to {high:g})".replace("-", "−")
