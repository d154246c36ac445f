"""A pad to draw on with mouse, pen or finger; the drawing survives reruns, and leaving and reopening the page."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from catalogue.images.drawing import Strokes
from ui.common.page import plain

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer


@cache
def _pad() -> "ComponentRenderer":
    html, css, js = (Path(__file__).with_name(f"pad.{kind}").read_text("utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component("crossover_pad", html=html, css=css, js=js)


def draw_pad(key: str) -> Strokes | None:
    """Show the pad; returns the strokes drawn so far, or None if there are none."""
    # Streamlit drops a widget's state when a run does not draw the widget.
    kept = f"{key}-kept"
    drawing = st.session_state.get(key, {}).get("drawing") or st.session_state.get(kept)
    drawing = _pad()(key=key, data={"drawing": drawing}, on_drawing_change=_noted).drawing or drawing
    st.session_state[kept] = drawing
    if not isinstance(drawing, dict) or not drawing.get("lines"):
        return None
    try:
        return Strokes.read(drawing)
    except ValueError as problem:
        st.warning(plain(str(problem)))
        return None


def _noted() -> None:
    """Do nothing: without a callback for changes, Streamlit would not keep the drawing."""
