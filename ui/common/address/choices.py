"""What a page chooses is that page's own: widgets with the same key on several pages keep a value for each page."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

SHARED = ("classes_at", "dataset", "images", "learners", "n", "pretrained", "recipe", "recorded", "seeds", "sizes")
"""The keys of widgets on more than one page; in an address they have the same names everywhere."""


PREFIX = "open_"


def prefix_clashing(address: Mapping[str, Any]) -> dict[str, Any]:
    """A link's choices, with a prefix before names that this page's choices also have: Streamlit would drop those."""
    return {f"{PREFIX}{name}" if name in st.session_state else name: value for name, value in address.items()}


def _remove_prefixes() -> None:
    """Give a link's choices their own names again, and rerun, because widgets read the address of the run's start."""
    prefixed = {name: st.query_params.get_all(name) for name in st.query_params if name.startswith(PREFIX)}
    for name, values in prefixed.items():
        st.query_params[name.removeprefix(PREFIX)] = values
        del st.query_params[name]
    if prefixed:
        st.rerun()


def take_up_choices(page: str) -> None:
    """On arrival from another page, store its choices and restore this page's, except those in the address."""
    _remove_prefixes()
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
