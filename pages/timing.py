"""Where does the time go, and what does a GPU buy? Measured here, or recorded elsewhere."""

from functools import partial

import streamlit as st

from ui.common.page import link, open_page, show_tabs
from ui.common.texts import text
from ui.timing.deployment import show_deployment
from ui.timing.devices import show_devices
from ui.timing.handcrafted import show_handcrafted
from ui.timing.own_gpu.show import with_own_gpu
from ui.timing.parts import show_parts
from ui.timing.roof import show_roof
from ui.timing.run_here import time_here, while_timed
from ui.timing.scaling import show_scaling

PARTS = {
    "CPU and GPU": show_devices,
    "Where the time goes": show_parts,
    "The machine's limit": show_roof,
    "Handcrafted features": show_handcrafted,
    "How time grows": show_scaling,
    "Models in use": show_deployment,
}

open_page("Where does the time go, and what does a GPU buy?")
with st.container(key="introduction"):  # not shown at projector size
    st.markdown(text("timing/processors"))
time_here()
show_tabs({part: partial(while_timed, show) for part, show in with_own_gpu(PARTS).items()})
link("race", "Race both learners against the clock", "timer")
