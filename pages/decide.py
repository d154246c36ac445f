"""Which should I use? Advice that is worked out from measured rows and cites them."""

import streamlit as st

from ui.common.page import link, open_page
from ui.common.texts import text
from ui.decide.advice import advice_for, sets_on_offer, show_advice, show_far
from ui.decide.question import pick_like, pick_question

open_page("Which should I use?")
everything = sets_on_offer()
if not everything:
    st.info(text("decide/nothing_yet"))
    link("data_size", "Measure it here", "play_arrow")
    st.stop()
with st.container(horizontal=True, vertical_alignment="bottom"):
    like = pick_like(sorted({one.scored.dataset for one in everything}))
    question = pick_question()
shown = advice_for(everything, like, question)
show = show_advice if shown.advice.is_near else show_far
show(shown)
