"""Rows recorded in files of JSON lines, as a table, and the button that has more rows of their kind measured here."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from timing.rows.row import Row

R = TypeVar("R", bound=Row)


def recorded(kind: type[R], folder: Path) -> Iterator[tuple[str, R]]:
    """The rows of each `*.jsonl` in the folder, with the file's stem as their origin."""
    return ((path.stem, row) for path in sorted(folder.glob("*.jsonl")) for row in kind.read(path))


@st.cache_data(ttl=60, show_spinner=False)
def recorded_table(folder: Path, _kind: type[R]) -> pd.DataFrame:
    """Every recorded row of a folder, with the file's stem as `origin`."""
    return table(_kind, recorded(_kind, folder))


def asked_for(kind: type[Row]) -> set[Any]:
    """What this visitor has had measured here."""
    asked: set[Any] = st.session_state.setdefault(f"asked {kind.__name__}", set())
    return asked


def offer(kind: type[Row], what: Any, press: str, takes: str) -> None:
    """The button that has `what` measured here, with the sentence `takes`; nothing if the visitor has pressed it."""
    asked = asked_for(kind)
    if what in asked:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(press, icon=":material/play_arrow:", key="run", on_click=asked.add, args=(what,))
        st.caption(takes)


def table(kind: type[R], rows: Iterable[tuple[str, R]]) -> pd.DataFrame:
    """The rows with their origins; the columns are there even if there is no row."""
    columns = [*(field.name for field in fields(kind)), "origin"]
    return pd.DataFrame([{**vars(row), "origin": origin} for origin, row in rows], columns=columns)
