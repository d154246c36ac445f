"""The level of the class folders of a data set on this computer: a visitor's choice, which the address carries."""

import re
from collections.abc import Sequence

import streamlit as st

import catalogue
from catalogue import Entry
from ui.common.page import plain

KEY = "classes_at"
AUTOMATIC = "Chosen automatically"
MOST_FOLDERS = 4
"""Folders of a level that are named."""


def at_level(entry: Entry) -> Entry:
    """The data set with its classes at the level that this visitor chose, which is a data set of its own."""
    if entry.source != "local":
        return entry
    chosen = _chosen()
    folders = known(entry.name) or (known(f"{entry.name}@{chosen}") if chosen else {})
    if chosen or len(folders) > 1:
        chosen = pick_level(folders)
    return catalogue.at_level(entry.name, chosen) if chosen else entry


@st.cache_data(ttl=60, show_spinner=False)
def known(name: str) -> dict[int, list[str]]:
    """The folders at each level; cached for a minute, because a folder of many files is slow to walk."""
    return catalogue.levels(name)


def pick_level(folders: dict[int, list[str]]) -> int:
    """The level of the class folders, from 1; 0, the choice at first, to have it chosen automatically."""
    options = {0: AUTOMATIC} | {level: f"Level {level}" for level in folders or range(1, catalogue.MOST_LEVELS + 1)}
    if st.session_state.get(KEY) not in options:
        st.session_state.pop(KEY, None)
    lines = [plain(describe_level(level, names)) for level, names in folders.items()]
    picked: int = st.selectbox(
        "Which folders name the classes?",
        list(options),
        format_func=options.__getitem__,
        key=KEY,
        bind="query-params",
        width=220,
        help="  \n".join(lines) or "Level 1 are the outermost folders that differ.",
    )
    return picked


def describe_level(level: int, folders: Sequence[str]) -> str:
    """`Level 1: cats, dogs`, with the first few folders."""
    return f"Level {level}: {', '.join(folders[:MOST_FOLDERS])}{', …' if len(folders) > MOST_FOLDERS else ''}"


def forget_level() -> None:
    """Go back to the automatic choice of the level, for a data set that was chosen just now."""
    st.session_state[KEY] = 0


def address(level: int) -> dict[str, str]:
    """What a link's address says of a level."""
    return {KEY: f"Level {level}"} if level else {}


def _chosen() -> int:
    """The level chosen so far: by the widget or, before that is drawn, by the address."""
    if KEY in st.session_state:
        return int(st.session_state[KEY])
    found = re.fullmatch(r"Level (\d)", st.query_params.get(KEY, ""))
    return int(found[1]) if found else 0
