"""What a page chooses is that page's own: widgets with the same key on several pages keep a value for each page."""

from typing import Any

import streamlit as st

SHARED = ("classes_at", "dataset", "images", "learners", "n", "pretrained", "recipe", "recorded", "seeds", "sizes")
"""The keys of widgets on more than one page; in an address they have the same names everywhere."""


def take_up_choices(page: str) -> None:
    """On arrival from another page, put its choices aside and take up this page's; those in the address go first."""
    before = st.session_state.get("page")
    if before == page:
        return
    st.session_state["page"] = page
    kept: dict[str, dict[str, Any]] = st.session_state.setdefault("choices", {})
    left = {key: st.session_state.pop(key) for key in SHARED if key in st.session_state}
    if before is not None:
        kept[before] = left
    for key, value in kept.get(page, {}).items():
        if key not in st.query_params:
            st.session_state[key] = value
