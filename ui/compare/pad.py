"""A pad to draw on with mouse, pen or finger; the drawing survives reruns, and leaving and reopening the page."""

import streamlit as st

from catalogue.images.drawing import Strokes
from ui.common.page import plain
from ui.common.window import component, do_nothing


def draw_pad(key: str) -> Strokes | None:
    """Show the pad; returns the strokes drawn so far, or None if there are none."""
    # Streamlit drops a widget's state when a run does not draw the widget.
    kept = f"{key}-kept"
    drawing = st.session_state.get(key, {}).get("drawing") or st.session_state.get(kept)
    pad = component("pad", __file__)
    drawing = pad(key=key, data={"drawing": drawing}, on_drawing_change=do_nothing).drawing or drawing
    st.session_state[kept] = drawing
    if not isinstance(drawing, dict) or not drawing.get("lines"):
        return None
    try:
        return Strokes.read(drawing)
    except ValueError as problem:
        st.warning(plain(str(problem)))
        return None
