"""What helps, and what is measured here on request: training on the chosen change, and more models."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.robustness.finding import what_helps, what_training_on_it_does
from analysis.robustness.losses import means
from analysis.robustness.names import named
from catalogue import Entry
from catalogue.dataset import Images
from experiments.plan import plan, usual_sizes
from experiments.robustness.row import under_changes
from experiments.robustness.training import with_change
from experiments.spec import Experiment
from ui.common import pickers, source
from ui.common.live import offer_and_watch
from ui.common.page import plain, show_when_open
from ui.common.texts import text
from ui.robustness.choice import Choice
from ui.robustness.rows import trained_on_changes

SEEDS = 2
OFFERED = ("svm", "cnn")
"""Learners that are trained on a change with a button; pretrained features take many minutes, and have the command."""


def show_what_helps(chosen: Choice) -> None:
    """What was measured of both remedies, and the offer to measure training on the chosen change."""
    st.subheader("What helps?", anchor=False)
    finding = what_helps(means(chosen.decisive))
    st.markdown(plain(finding) if finding else text("robustness/one_recipe"))
    st.markdown(text("robustness/helps"))
    sentences = what_training_on_it_does(chosen.decisive_shown, trained_on_changes(), chosen.change)
    for sentence in sentences:
        st.markdown(plain(sentence))
    closing = text("robustness/trained") if sentences else text("robustness/not_trained").format(change=chosen.change)
    st.markdown(closing)
    missing, entry = to_measure(chosen, trained_on_changes()), source.entry_here(chosen.dataset)
    if missing and entry:
        label = f"Measure training on images with {named(chosen.change).clause} here"
        show_when_open(label, "play_arrow", "helps_here", partial(_offer_training, entry, missing))


def to_measure(chosen: Choice, trained: pd.DataFrame) -> list[Experiment]:
    """Experiments that train on the chosen change, seed by seed, of offered learners without a row of the last seed."""
    rows = chosen.decisive_shown
    known = trained[trained["trained_on"] == chosen.change]
    for name in ("dataset", "data_version", "n_train", "recipe"):
        known = known[known[name].isin(rows[name])]
    row = rows.iloc[0]
    without_change = [
        Experiment(chosen.dataset, learner, int(row["n_train"]), seed, chosen.recipe, data_version=row["data_version"])
        for seed in range(SEEDS)
        for learner in OFFERED
        if learner in set(rows["learner"]) - set(known.loc[known["seed"] == SEEDS - 1, "learner"])
    ]
    return [under_changes(experiment) for experiment in with_change(chosen.change, without_change)]


def _offer_training(entry: Entry, experiments: list[Experiment]) -> None:
    """Run and progress, if the images are still those of the rows."""
    images = source.images(entry)
    if images is not None and images.version == experiments[0].data_version:
        offer_and_watch(experiments, images, lambda: None, "_helps")  # the page draws the results, above


def offer_here(chosen: Choice) -> None:
    """The offer to measure the chosen data set here: one model after another, each on all changed test images."""
    entry = next((one for one in source.entries() if one.name == chosen.dataset), None)
    if entry:
        measure = partial(_measure, entry)
        show_when_open("Measure it here", "play_arrow", "robustness_here", measure, expanded=chosen.rows.empty)


def _measure(entry: Entry) -> None:
    """The choices, Run and progress."""
    st.markdown(text("robustness/here"))
    images = source.images(entry)
    if images is not None and (experiments := choose_models(images)):
        offer_and_watch(experiments, images, lambda: None)  # the page itself draws the results, above


def choose_models(images: Images) -> list[Experiment]:
    """The models to measure; an empty list, after a sentence, if the visitor has chosen no learner."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        n_train = pickers.pick_size(usual_sizes(images), key="here_n")
        recipe = pickers.pick_recipe("here_effort")
        seeds = pickers.pick_seeds(SEEDS)
    learners = pickers.pick_learners()
    if not learners:
        st.info("Choose at least one learner above.")
        return []
    return [under_changes(one) for one in plan(images.name, images, learners, [n_train], seeds, [recipe])]
