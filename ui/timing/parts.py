"""Where the time goes: the first call, the copies and the computing, one bar for each device and library."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.timing.names import named
from analysis.timing.parts import parts_finding
from charts.timing.devices import parts_figure
from charts.timing.lines import left_out, timed_where
from ui.common.chart import Panel
from ui.common.pickers import pick_one
from ui.timing.devices import COMMAND
from ui.timing.pickers import pick_format, pick_orders, pick_places, pick_size, pick_work
from ui.timing.rows import key, timings

CALLS = (0, 1, 10, 100, 1000)
VIEWS = {"seconds": "Time", "shares": "Shares"}


def show_parts() -> None:
    """The choices, the bars and the folded parts."""
    table = timings()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        work = pick_work(table)
        if work is None:
            return
        rows = pick_places(table[table["operation"] == work])
        rows = rows[rows["size"] == pick_size(rows)]
        rows = rows[rows["dtype"] == pick_format(rows)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        n_calls = pick_calls()
        shares = pick_one("Show", VIEWS, "bars") == "shares"
        rows = pick_orders(rows)
    panel = Panel(
        "timing/parts",
        "Where does the time go?",
        parts_finding(rows),
        describe(rows, n_calls),
        partial(parts_figure, rows, n_calls, shares=shares),
        f"{key(rows)} {n_calls} {shares}",
    )
    panel.show()
    panel.fold(rows, f"{COMMAND} --operation {work}")


def pick_calls() -> int:
    """How many calls follow the first."""
    return st.select_slider(
        "Calls after the first", CALLS, 10, "{:,}".format, key="calls", bind="query-params", width=280
    )


def describe(rows: pd.DataFrame, n_calls: int) -> str:
    """The caption: what is stacked, and where it was measured."""
    what = named(rows["operation"].iloc[0])
    more = f" and {n_calls:,} more after it" if n_calls else ""
    return (
        f"One first call{more}: {what.clause}, {what.at(rows['size'].iloc[0])}, {rows['dtype'].iloc[0]}. "
        "The first call is for warming up and is counted in no other chart. "
        f"Each later call takes the median of the repetitions.{left_out(rows)} {timed_where(rows, marks=False)}"
    )
