"""Every result as a table, measured here or recorded elsewhere: one line for all seeds of an experiment."""

from typing import Any

import pandas as pd
import streamlit as st

from analysis.common.machine import hosts, measured_here, short_name
from analysis.common.summary import summarise
from analysis.common.variants import settings_of
from analysis.common.wording import counted, number
from catalogue.sources.own import is_own
from charts.common.families import variant_label
from ui.common import source
from ui.runs.queue import are_visible

COLUMNS: dict[str, Any] = {
    "images": "Images",
    "name": "Learner",
    "n_train": st.column_config.NumberColumn("Training images", format="localized"),
    "correct": st.column_config.NumberColumn("Correct (%)", format="%.1f"),
    "interval": st.column_config.TextColumn(
        "95 % interval", help="Over seeds and test images; with one seed, over test images only."
    ),
    "n_seeds": st.column_config.NumberColumn(
        "Seeds", help="How many times it was measured, each time with other training images."
    ),
    "seconds": st.column_config.NumberColumn("Seconds", format="%.2f", help="Features, fit and prediction together."),
    "where": "Where",
    "measured_last": "When",
}


def show_results() -> None:
    """How many results there are, and all of them that this visitor may see."""
    rows = source.all_rows()
    # Data sets that are not on offer are visitors' own or have paths as names.
    are_own = rows["dataset"].isin([name for name in rows["dataset"].unique() if is_own(name)])
    shown = source.are_on_offer(rows, with_cells=True) | (are_own & are_visible(rows))
    rows = rows if shown.all() else rows[shown]
    if rows.empty:
        return
    counted_rows, lines = heading_and_table(" ".join(sorted(rows["dataset"].unique())), len(rows), rows)
    st.header(counted_rows, anchor=False)
    st.dataframe(lines, column_config=COLUMNS, hide_index=True, alt="Every result")
    st.caption("A line is the mean over its seeds. Please do not compare lines of different images or machines.")


@st.cache_data(ttl=20, max_entries=8, show_spinner=False)
def heading_and_table(datasets: str, n_rows: int, _rows: pd.DataFrame) -> tuple[str, pd.DataFrame]:  # noqa: ARG001
    """The heading and the table, worked out once for all who may see the same data sets."""
    return count_in_words(_rows), table(_rows)


def count_in_words(rows: pd.DataFrame) -> str:
    """How many results are recorded, on how many machines, and how many are from here."""
    here = rows["origin"].map(measured_here).astype(bool)
    n_machines = hosts(rows[~here]).nunique()
    recorded = f"{number((~here).sum())} results are recorded on {counted(n_machines, 'machine')}"
    from_here = f"{number(here.sum()) if here.any() else 'none'} measured here"
    return f"{recorded}, {from_here}." if n_machines else f"{counted(here.sum(), 'result')} measured here."


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """One line for all seeds of an experiment on a machine, by images, learner and size."""
    means = summarise(rows)
    titles = {dataset: source.title(dataset) for dataset in means["dataset"].unique()}
    words = means.assign(
        images=means["dataset"].map(titles),
        name=[f"{variant_label(row.learner, settings_of(row.settings))}, {row.recipe}" for row in means.itertuples()],
        where=[place(row.origin, row.machine, row.device) for row in means.itertuples()],
        correct=100 * means["accuracy"],
        interval=[f"{100 * row.low:.1f} to {100 * row.high:.1f}" for row in means.itertuples()],
        measured_last=means["measured_last"].str[:10],
    )
    return words.sort_values(["images", "name", "n_train"])[list(COLUMNS)]


def place(origin: str, machine: str, device: str) -> str:
    """`here`, or the recorded machine."""
    return "here" if measured_here(origin) else short_name(machine, device)
