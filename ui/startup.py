"""What the server does before its first visitor, and after its last."""

import streamlit as st

from ui.common import folded, pickers, source
from ui.data_size.curve import accuracy_figure, comparison
from ui.your_images import deletion

__all__ = ["close", "folded", "get_ready", "pickers"]  # the first page's modules are loaded here, before its first visitor


def get_ready() -> None:
    """Open the table and the engine, draw the first page's curve into the caches, and start deleting expired images."""
    recorded = source.recorded_rows()
    if not recorded.empty:
        first = sorted(recorded["dataset"].unique())[0]
        accuracy_figure(comparison(recorded[recorded["dataset"] == first]))
    source.engine()
    deletion.forgetting()


def close() -> None:
    """Stop what was started; unfinished experiments are queued again for the next server."""
    st.cache_resource.clear()
