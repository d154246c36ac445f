"""What breaks them? Both learners asked about test images that were changed more and more."""

import streamlit as st

from ui.common.page import open_page
from ui.common.texts import text
from ui.robustness.changes import fold, show_all, show_changes, show_help
from ui.robustness.choice import choose
from ui.robustness.rows import everything
from ui.robustness.samples import show_samples

open_page("What breaks them?")
rows = everything()
if rows.empty:
    st.info(text("robustness/nothing_yet"))
    st.stop()
chosen = choose(rows)
panel = show_changes(chosen)
show_samples(chosen)
show_all(chosen)
show_help(chosen)
fold(panel, chosen)
