"""Every row of approximations that the page shows: recorded ones, and those measured here for this choice."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analysis.common.machine import HERE
from experiments import approximation
from experiments.approximation import Approximation
from ui.approximation.choice import Choice
from ui.common import source
from ui.common.recorded import recorded as rows_in
from ui.common.recorded import table
from ui.common.source import or_stop

SEEDS = (0, 1, 2)
"""The seeds of networks that are measured while the visitor waits."""


@st.cache_data(ttl=60, show_spinner=False)
def recorded() -> pd.DataFrame:
    """Every recorded row, with the file's stem as `origin`."""
    return table(Approximation, rows_in(Approximation, approximation.RECORDED))


def of_choice(chosen: Choice, rows: pd.DataFrame) -> pd.DataFrame:
    """The fixed features and networks of one target and depth."""
    return rows[(rows["target"] == chosen.target) & rows["depth"].isin([0, chosen.depth])]


def fixed_here(chosen: Choice) -> pd.DataFrame:
    """Fixed features of the choice, measured here in a moment."""
    return table(Approximation, ((HERE, one) for one in or_stop(_fixed, chosen.target, chosen.heights)))


def measured_here(chosen: Choice, sizes: Sequence[int], show: Callable[[float, str], Any]) -> pd.DataFrame:
    """All rows of the choice, measured here size by size; `show` is called with the share done and what is next.

    Rows are cached for all visitors and, while they are, not measured again.
    """
    rows = [*or_stop(_fixed, chosen.target, chosen.heights)]
    for number, units in enumerate(sizes):
        show(number / len(sizes), f"Training networks with {units} hidden units …")
        rows.append(or_stop(_network, chosen.target, chosen.heights, units, chosen.depth))
    return table(Approximation, ((HERE, one) for one in rows))


@st.cache_data(max_entries=200, show_spinner=False)
def _fixed(target: str, heights: tuple[float, ...]) -> list[Approximation]:
    return list(source.ask("experiments.approximation:fixed", target, heights))


@st.cache_data(max_entries=2_000, show_spinner=False)
def _network(target: str, heights: tuple[float, ...], units: int, depth: int) -> Any:
    return source.ask("experiments.approximation:network", target, heights, units, depth, SEEDS)
