"""How many images until one learner overtakes the other? Measured live, point by point."""

import streamlit as st

from experiments.plan import plan, usual_sizes
from ui.common import pickers, source
from ui.common.live import curve_and_progress
from ui.common.page import open_page
from ui.common.sweep import offer

open_page("How many pictures until one overtakes the other?")

entries = source.entries()
with st.container(horizontal=True, vertical_alignment="bottom"):
    entry = pickers.pick_dataset(entries)
    recipes = pickers.pick_recipes("recipe", "quick")
    learners = pickers.pick_learners()
images = source.images(entry)
if images is None:
    st.stop()
with st.container(horizontal=True, vertical_alignment="bottom"):
    sizes = pickers.pick_sizes(usual_sizes(images))
    seeds = pickers.pick_seeds()
    view = pickers.pick_view("view")
if not learners:
    st.info("Pick at least one learner above.")
    st.stop()
experiments = plan(entry.name, images, learners, sizes, seeds, recipes)
offer(experiments, images)
curve_and_progress(experiments, images, view)
