"""What the server does before its first visitor, and after its last."""

import streamlit as st

from ui.common import folded, pickers, source
from ui.data_size.curve import accuracy_figure, comparison
from ui.your_images import deletion

__all__ = ["close", "folded", "get_ready", "pickers"]  # the first page's modules, loaded here before it asks for them


def get_ready() -> None:
    """Open table and engine, draw the first page's curve once, which stays in the caches, and forget what is over."""
    recorded = source.recorded_rows()
    if not recorded.empty:
        first = sorted(recorded["dataset"].unique())[0]
        accuracy_figure(comparison(recorded[recorded["dataset"] == first]))
    source.engine()
    deletion.expiry()


def close() -> None:
    """End what was started: what was being measured is queued again for the next server."""
    st.cache_resource.clear()
