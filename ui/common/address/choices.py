"""What a page chooses is that page's own: widgets with the same key on several pages keep a value for each page."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

SHARED = ("classes_at", "dataset", "images", "learners", "n", "pretrained", "recipe", "recorded", "seeds", "sizes")
"""The keys of widgets on more than one page; in an address they have the same names everywhere."""


CARRIED = "open_"


def carried(address: Mapping[str, Any]) -> dict[str, Any]:
    """A link's choices, under other names where this page has choices with the same: Streamlit would drop those."""
    return {f"{CARRIED}{name}" if name in st.session_state else name: value for name, value in address.items()}


def _unpack() -> None:
    """Give what a link carried its own names; widgets read the address only as it was when the run began."""
    found = {name: st.query_params.get_all(name) for name in st.query_params if name.startswith(CARRIED)}
    for name, values in found.items():
        st.query_params[name.removeprefix(CARRIED)] = values
        del st.query_params[name]
    if found:
        st.rerun()


def take_up_choices(page: str) -> None:
    """On arrival from another page, put its choices aside and take up this page's; those in the address go first."""
    _unpack()
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
