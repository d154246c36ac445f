"""What are features made by hand worth? Each family, each cue, and what a network found again by itself."""

import streamlit as st

from ui.common.page import link, open_page
from ui.features.ablation import show_families
from ui.features.cue_board import show_cues
from ui.features.filters import show_filters

PARTS = {"Each family": show_families, "Cue board": show_cues, "First filters of a network": show_filters}

open_page("What are features made by hand worth?")
for part, show in zip(st.tabs(list(PARTS), key="part", bind="query-params"), PARTS.values(), strict=True):
    if part.open:
        with part:
            show()
link("compare", "See the families drawn on one image", "compare")
