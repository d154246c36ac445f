"""What the server does before its first visitor, and after its last."""

import logging

import streamlit as st

from ui.common import folded, pickers, source
from ui.common.chart import drawn
from ui.data_size.curve import comparison, draw_accuracy
from ui.your_images import deletion

__all__ = [
    "close",
    "folded",
    "get_ready",
    "pickers",
]  # loaded here, before the first visitor

logger = logging.getLogger(__name__)


def get_ready() -> None:
    """Open the table and the engine, draw the first page's curve into the caches, and start deleting expired images."""
    recorded = source.recorded_rows()
    if not recorded.empty:
        first = sorted(recorded["dataset"].unique())[0]
        shown = comparison(recorded[recorded["dataset"] == first])
        drawn(f"accuracy {shown.key}", draw_accuracy(shown))
    for problem in source.problems():
        logger.warning(problem)
    source.engine()
    deletion.expiry()


def close() -> None:
    """Stop what was started; unfinished experiments are queued again for the next server."""
    st.cache_resource.clear()
