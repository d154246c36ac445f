"""A pad on which a curve is drawn, and below it a text field with its heights, which the address carries."""

import streamlit as st

from catalogue.targets import MOST_HEIGHTS, read_heights
from ui.common.page import plain
from ui.common.window import component

FIRST = "-0.6 -0.6 0.2 0.9 0.4 0.4 -0.8 -0.3 0.7"
"""A drawing to begin with."""


def draw_curve() -> tuple[float, ...]:
    """The heights that the visitor drew or typed; if they are no curve, the page ends with a sentence that says why."""
    above = st.container()  # the field comes first in this script, because the pad shows what it holds
    if "heights" not in st.query_params:
        st.session_state.setdefault("heights", FIRST)  # a default of the field would forbid `_take` to set its value
    text = st.text_input(
        "Heights, from left to right",
        max_chars=20 * MOST_HEIGHTS,
        key="heights",
        bind="query-params",
        width=512,
        help=f"2 to {MOST_HEIGHTS} numbers from -1 (bottom) to 1 (top), evenly spaced and joined by straight lines.",
    )
    problem = ""
    try:
        heights = read_heights(text)
    except ValueError as error:
        heights, problem = (), str(error)
    with above:
        component("curve_pad", __file__)(key="curve_pad", data={"heights": list(heights)}, on_drawn_change=_take)
    if problem:
        st.warning(plain(problem))
        st.stop()
    return heights


def _take() -> None:
    """Put what was drawn into the field."""
    drawn = st.session_state.get("curve_pad", {}).get("drawn")
    if isinstance(drawn, str):
        st.session_state["heights"] = drawn[: 20 * MOST_HEIGHTS]
