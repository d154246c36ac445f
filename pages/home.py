"""What is this about? A recorded curve, at once, and where to go next."""

import streamlit as st

from ui.common import commands, pickers, source
from ui.common.chart import show_headline
from ui.common.page import link, open_page
from ui.common.texts import text
from ui.data_size.curve import comparison, show_accuracy, show_time
from ui.data_size.folded import fold
from ui.tour import show_tour

open_page("How many images until the CNN wins?")
with st.container(key="introduction"):  # not shown at projector size
    st.markdown(text("home/learners"))

recorded = source.recorded_rows()
if recorded.empty:
    st.info("No recorded results are shipped with this copy. Measure your own on the page *How many images*.")
    link("data_size", "Measure it here", "play_arrow")
    st.stop()
finding = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    dataset = pickers.pick_recorded_dataset(sorted(recorded["dataset"].unique()))
    recipes = pickers.pick_recipes("effort", "both")
    view = pickers.pick_view("show")
    rows = pickers.drop_unwanted_pretrained(
        recorded[(recorded["dataset"] == dataset) & recorded["recipe"].isin(recipes)]
    )
shown = comparison(rows, view)
with finding:
    show_headline(shown.finding)
show_accuracy(shown, "home-accuracy")
with st.container(horizontal=True):
    link("data_size", "Measure it here", "play_arrow", query_params=source.address_of(dataset))
    link("lesson", "Why deep learning? Every claim, checked", "school")
    link("runs", "See what is running", "list")
show_tour()
with st.expander("What does it cost in seconds?"):
    show_time(shown, "home-time")
source.engine()
fold(shown, source.title(dataset), commands.to_run(rows))
