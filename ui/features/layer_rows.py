"""The rows of probes that the page shows: recorded ones, and those of the kept CNN, measured here."""

import pandas as pd
import streamlit as st

from analysis.common.machine import HERE
from catalogue.sources.local import copies_of
from experiments.kept.model_store import Kept
from experiments.layers import row
from experiments.layers.row import Probe
from ui.common import commands, source
from ui.common.recorded import asked_for, table
from ui.common.recorded import recorded as rows_in
from ui.common.source import or_stop

PARTS = {"layer": "the layers", "handcrafted": "handcrafted features", "pixels": "raw pixels"}
"""What is probed, each in a request of its own, so that other visitors wait for the worker for seconds at most."""


@st.cache_data(ttl=60, show_spinner=False)
def recorded() -> pd.DataFrame:
    """Every recorded row, with the file's stem as `origin`."""
    return table(Probe, rows_in(Probe, row.RECORDED))


def of_dataset(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows of a data set; if there are none, those of a recorded copy of it."""
    own = rows[rows["dataset"] == name]
    return own if len(own) else rows[rows["dataset"].isin(copies_of(name))]


def measured_here(kept: Kept | None) -> pd.DataFrame:
    """The rows of the kept CNN once this visitor has asked for them, with a bar while they are measured."""
    if kept is None or kept.id not in asked_for(Probe):
        return table(Probe, [])
    bar = st.empty()
    rows = []
    for number, (holds, name) in enumerate(PARTS.items()):
        bar.progress(number / len(PARTS), f"A linear classifier learns from {name} …")
        rows += or_stop(_probe, kept.id, holds)
    bar.empty()
    return table(Probe, ((HERE, one) for one in rows))


def command(dataset: str, recipe: str = "quick", n_train: int = 1_000, n_seeds: int = 3) -> str:
    """The command line that measures the same."""
    start = commands.start("layers", dataset)
    return f"{start} --recipe {recipe} --n-train {n_train} --seeds {n_seeds} --json"


@st.cache_data(max_entries=200, show_spinner=False)
def _probe(id: str, holds: str) -> list[Probe]:
    return list(source.ask("explain.layers:probe", id, holds))
