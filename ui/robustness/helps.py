"""What helps: thorough training, and training images that had the chosen change."""

import pandas as pd
import streamlit as st

from analysis.robustness.finding import what_helps, what_training_on_it_does
from analysis.robustness.losses import means
from analysis.robustness.names import named
from experiments.robustness.row import under_changes
from experiments.robustness.training import with_change
from experiments.spec import Experiment
from ui.common import source
from ui.common.live import offer_and_watch
from ui.common.page import plain
from ui.common.texts import text
from ui.robustness.choice import Choice
from ui.robustness.rows import trained_on_changes
from ui.robustness.samples import is_here

SEEDS = 2
OFFERED = ("svm", "cnn")
"""Learners that are measured with a button; pretrained features take many minutes, and have the command."""


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
    missing = to_measure(chosen, trained_on_changes())
    if missing and is_here(chosen.dataset):
        offer_training(chosen, missing)


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


def offer_training(chosen: Choice, experiments: list[Experiment]) -> None:
    """Run and progress; while the expander is closed, no image is read."""
    label = f"Measure training on images with {named(chosen.change).clause} here"
    part = st.expander(label, icon=":material/play_arrow:", key="helps_here", on_change="rerun")
    if part.open:
        with part:
            entry = next(one for one in source.entries() if one.name == chosen.dataset)
            images = source.images(entry)
            if images is not None and images.version == experiments[0].data_version:
                offer_and_watch(experiments, images, lambda: None, "_helps")  # the page draws the results, above
