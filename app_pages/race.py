"""Who is ahead after a second, a minute, ten minutes? Both learners raced against the clock."""

import streamlit as st

from experiments.plan import plan_race
from experiments.race.budget import most_seconds
from ui.common import pickers, source
from ui.common.page import open_page, plain
from ui.race.clocks import offer_race
from ui.race.page import race_and_clocks

open_page("Who is ahead after a second, a minute, ten minutes?")

with st.container(horizontal=True, vertical_alignment="bottom"):
    entry = pickers.pick_dataset(source.entries())
    budget = pickers.pick_budget(most_seconds())
    seeds = pickers.pick_seeds()
images = source.images(entry)
if images is None:
    st.stop()
try:
    experiments = plan_race(entry.name, images, budget, seeds)
except ValueError as problem:
    st.warning(plain(str(problem)))
    st.stop()
offer_race(experiments)
race_and_clocks(experiments, images)
