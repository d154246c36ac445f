"""Which races to run: the choices at the top of the page, and their experiments."""

import streamlit as st

from catalogue.dataset import Images
from experiments.plan import plan_race
from experiments.race.budget import RACERS, USUAL, most_seconds
from experiments.spec import Experiment
from ui.common import pickers, source
from ui.common.page import plain
from ui.common.texts import text
from ui.race.page import show_recorded


def choose_races() -> tuple[list[Experiment], Images] | None:
    """The visitor's races; None if there can be none, after a sentence that says why and recorded races."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        entry = pickers.pick_dataset(source.entries())
        budget = pickers.pick_budget(most_seconds())
        seeds = pickers.pick_seeds()
        with_third = pickers.wants_pretrained("Pretrained features too")
    if with_third:
        st.markdown(text("race/pretrained"))
    images = source.images(entry)
    racers = RACERS if with_third else USUAL
    if images is None:
        show_recorded(entry.name, racers, budget)
        return None
    try:
        return plan_race(entry.name, images, budget, seeds, racers), images
    except ValueError as problem:
        st.warning(plain(str(problem)))
        return None
