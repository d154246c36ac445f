"""The queue as a table: what is running, waiting or failed; buttons to cancel one's own and to export all results."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.common.variants import settings_of
from analysis.common.wording import duration
from charts.common.families import variant_label
from experiments.store.jobs import PENDING
from ui.common.chart import written
from ui.common.source import engine, may_see, store, title
from ui.common.visitor import visitor

STATUS = {"running": "Running", "queued": "Waiting", "failed": "Failed", "cancelled": "Cancelled", "done": "Done"}
NO_VISITORS = ("command line", "first start")
"""Askers that are not visitors, by how their names begin."""
COLUMNS: dict[str, Any] = {
    "place": "Place",
    "state": "State",
    "progress": st.column_config.ProgressColumn("Progress", min_value=0.0, max_value=1.0, format="percent"),
    "images": "Images",
    "name": st.column_config.TextColumn("Learner", width="large"),
    "recipe": "Effort",
    "n_train": st.column_config.NumberColumn("Training images", format="localized"),
    "seed": "Seed",
    "who": "Started by",
    "note": "Now",
    "error": "Why it failed",
}
MOST_ROWS = 300


@st.fragment(run_every=2)
def show_queue() -> None:
    """Everything in the queue, running first; read again every two seconds."""
    engine()
    jobs = store().jobs()
    if jobs.empty:
        st.info("Nothing is running. Choose a data set on the page *How many images* and press **Run**.")
        return
    counts = jobs["status"].value_counts()
    st.header(", ".join(f"{counts[key]} {name.lower()}" for key, name in STATUS.items() if key in counts), anchor=False)
    shown = table(jobs)
    st.dataframe(shown, column_config=COLUMNS, column_order=filled_columns(shown), hide_index=True, alt="The queue")
    mine = jobs[jobs["status"].isin(PENDING) & jobs["askers"].str.contains(visitor(), regex=False)]
    if len(mine):
        cancel = partial(engine().cancel, list(mine["id"]), visitor())
        st.button(f"Cancel what I started ({len(mine)})", icon=":material/stop:", on_click=cancel)
        st.caption("What other visitors also started continues. Results stay.")


def table(jobs: pd.DataFrame) -> pd.DataFrame:
    """The queue in words, running and waiting first, then what ended last; only what this visitor may see.

    Streamlit sends all columns to the browser, shown or not, so none contains names of data sets or owners.
    """
    ended = ~jobs["status"].isin(PENDING)
    order = jobs["status"].map({status: place for place, status in enumerate(STATUS)})
    jobs = jobs.assign(order=order.where(~ended, len(STATUS)), newest=-jobs["finished_at"].fillna(0))
    jobs = jobs.sort_values(["order", "newest"], kind="stable").head(MOST_ROWS)
    waiting = jobs["status"] == "queued"
    titles = {dataset: title(dataset) for dataset in jobs["dataset"].unique()}
    may_read = are_visible(jobs)
    me = visitor()
    words = jobs.assign(
        state=jobs["status"].map(STATUS),
        place=waiting.cumsum().astype(str).where(waiting, ""),
        images=jobs["dataset"].map(titles),
        name=[variant_label(row.learner, settings_of(row.settings)) for row in jobs.itertuples()],
        who=[name_of(askers, me) for askers in jobs["askers"]],
        note=jobs["note"].where(may_read, ""),  # a sentence may name the data set, its classes or its files
        error=jobs["error"].where(may_read, ""),
    )
    return words[list(COLUMNS)]


def filled_columns(table: pd.DataFrame) -> list[str]:
    """The columns that are not empty: with empty ones, the table would be wider than the page."""
    is_filled = (table != "").any()
    if not (table["state"] == STATUS["running"]).any():
        is_filled["progress"] = False
    return [name for name in COLUMNS if is_filled[name]]


def are_visible(rows: pd.DataFrame) -> pd.Series:
    """Whether a row is on everybody's images or on this visitor's own."""
    return rows["dataset"].map({dataset: may_see(dataset) for dataset in rows["dataset"].unique()}).astype(bool)


def name_of(askers: str, me: str) -> str:
    """“you”, “another visitor”, “command line” or “first start”: never a visitor's name."""
    names = set()
    for asker in filter(None, askers.split(", ")):
        other = next((name for name in NO_VISITORS if asker.startswith(name)), "another visitor")
        names.add("you" if asker == me else other)
    return ", ".join(sorted(names, reverse=True))


def show_export(rows: pd.DataFrame) -> None:
    """All results of this machine as files, except those on other visitors' own images."""
    rows = rows[are_visible(rows)]
    if rows.empty:
        return
    seconds = rows[["feature_seconds", "fit_seconds", "predict_seconds"]].to_numpy().sum()
    st.markdown(f"{len(rows)} results were measured here, in {duration(seconds)} of computing.")
    with st.container(horizontal=True):
        for name, kind in (("CSV", "csv"), ("Parquet", "parquet")):
            content = partial(written, rows, kind)
            st.download_button(f"All results ({name})", content, f"crossover-results.{kind}", on_click="ignore")
