"""Where does the time go, and what does a GPU buy? Measured here, or recorded elsewhere."""

import streamlit as st

from ui.common.page import link, open_page
from ui.timing.deployment import show_answering
from ui.timing.devices import show_devices
from ui.timing.handcrafted import show_hand_made
from ui.timing.parts import show_parts
from ui.timing.roof import show_roof
from ui.timing.run_here import time_here, while_timed
from ui.timing.scaling import show_scaling

PARTS = {
    "CPU and GPU": show_devices,
    "Where the time goes": show_parts,
    "The machine's limit": show_roof,
    "Features by hand": show_hand_made,
    "More images": show_scaling,
    "Answering": show_answering,
}

open_page("Where does the time go, and what does a GPU buy?")
st.markdown(
    "The **CPU** is a computer's main processor. A **GPU** was built for graphics: it does the same sum on thousands "
    "of numbers at once, but has a memory of its own, to which all of them must be copied first."
)
time_here()
for part, show in zip(st.tabs(list(PARTS), key="part", bind="query-params"), PARTS.values(), strict=True):
    if part.open:
        with part:
            while_timed(show)
link("race", "Race both learners against the clock", "timer")
