"""The offer to measure the chosen data set here: one model after another, each tested on all changed test images."""

import streamlit as st

from catalogue.dataset import Images
from experiments.plan import plan, usual_sizes
from experiments.robustness.row import under_changes
from experiments.spec import Experiment
from ui.common import pickers, source
from ui.common.live import offer_and_watch
from ui.common.texts import text
from ui.robustness.choice import Choice

SEEDS = 2


def offer_here(chosen: Choice) -> None:
    """The choices, Run and progress; while the expander is closed, no image is read."""
    entry = next((one for one in source.entries() if one.name == chosen.dataset), None)
    if entry is None:
        return
    part = st.expander(
        "Measure it here",
        expanded=chosen.rows.empty,
        icon=":material/play_arrow:",
        key="robustness_here",
        on_change="rerun",
    )
    if part.open:
        with part:
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
