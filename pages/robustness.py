"""What breaks them? Both learners asked about test images that were changed more and more."""

import streamlit as st

from ui.common.page import open_page
from ui.common.texts import text
from ui.robustness.changes import fold, show_all, show_changes
from ui.robustness.choice import choose
from ui.robustness.here import offer_here, show_what_helps
from ui.robustness.rows import everything
from ui.robustness.samples import show_samples

open_page("What breaks them?")
chosen = choose(everything())
if chosen.rows.empty:
    st.info(text("robustness/nothing_yet"))
    offer_here(chosen)
    st.stop()
panel = show_changes(chosen)
show_samples(chosen)
show_all(chosen)
show_what_helps(chosen)
offer_here(chosen)
fold(panel, chosen)
