"""What to measure: the choices at the top of the page, and their experiments."""

from dataclasses import dataclass

import streamlit as st

from catalogue.dataset import Images
from charts.common.style import View
from experiments.plan import plan, usual_sizes
from experiments.spec import Experiment
from ui.common import pickers, source
from ui.data_size.recorded import show_recorded


@dataclass(frozen=True, eq=False)
class Sweep:
    """The chosen experiments, their images, and how their rows are drawn."""

    experiments: list[Experiment]
    images: Images
    view: View


def choose_sweep() -> Sweep | None:
    """The visitor's sweep; None if nothing can be measured, once the page has said why and shown recorded results."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        entry = pickers.pick_dataset(source.entries())
        recipes = pickers.pick_recipes("recipe", "quick")
        learners = pickers.pick_learners()
    images = source.images(entry)
    if images is None:
        show_recorded(entry.name, learners, recipes)
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sizes = pickers.pick_sizes(usual_sizes(images))
        seeds = pickers.pick_seeds()
        view = pickers.pick_view("view")
    if not learners:
        st.info("Choose at least one learner above.")
        return None
    return Sweep(plan(entry.name, images, learners, sizes, seeds, recipes), images, view)
