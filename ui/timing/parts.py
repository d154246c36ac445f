"""Where the time goes: the first call, the copies and the computing, a bar a device and way."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.timing.names import named
from analysis.timing.parts import parts_finding
from charts.common.export import PLOTLY_CONFIG, html
from charts.common.style import Figure, Theme
from charts.timing.captions import timed_where
from charts.timing.parts import parts_figure
from ui.common.folded import fold_rows
from ui.common.page import is_narrow, plain, theme
from ui.timing.devices import COMMAND
from ui.timing.pickers import pick_format, pick_orders, pick_places, pick_size, pick_work
from ui.timing.rows import key, timings

CALLS = (0, 1, 10, 100, 1000)
VIEWS = {"seconds": "Time", "shares": "Shares"}

WHY = """
**The first call is slow.** Memory is asked for, programs are loaded, and the library tries which way is best for this
size. Compiled code is translated in its first call, which takes seconds. All of that is done once. Add calls above, and
watch it shrink.

**Copies stay.** They come back with every call, unless the data stays on the GPU. That is why a training keeps its
images there, and why a single image is often answered sooner by the CPU.
"""

FAIR = """
Every part is timed by itself: the device has finished one before the clock starts for the next. A GPU that may copy and
compute at the same time hides a part of the copies. A device that shares its memory with the CPU still makes a copy
here. The median of each part stands in the bars, so they may add up to a little more or less than the median of the
whole. The first call is shown, but counted in no other chart.
"""


def show_parts() -> None:
    """The choice, the bars and the folded parts."""
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
        shares = pick_shares()
        rows = pick_orders(rows)
    finding, caption = parts_finding(rows), describe(rows, n_calls)
    st.header(plain(finding), anchor=False)
    figure = _figure(key(rows), n_calls, shares, theme(), is_narrow(), rows)
    st.plotly_chart(figure, theme=None, config=PLOTLY_CONFIG, key="parts", alt=finding)
    st.caption(plain(caption))
    page = partial(_page, rows, n_calls, shares, f"{finding} {caption}")
    fold_rows(WHY, FAIR, rows, page, f"{COMMAND} --operation {work}")


def pick_calls() -> int:
    """How many calls follow the first."""
    return st.select_slider(
        "Calls after the first",
        CALLS,
        value=10,
        format_func="{:,}".format,
        key="calls",
        bind="query-params",
        width=280,
    )


def pick_shares() -> bool:
    """Whether every bar is drawn as long as the others."""
    picked = st.segmented_control(
        "Show",
        list(VIEWS),
        default="seconds",
        required=True,
        format_func=VIEWS.__getitem__,
        key="bars",
        bind="query-params",
    )
    return picked == "shares"


def describe(rows: pd.DataFrame, n_calls: int) -> str:
    """The caption: what is stacked, and where it was measured."""
    what = named(rows["operation"].iloc[0])
    more = f" and {n_calls:,} more after it" if n_calls else ""
    return (
        f"One first call{more}: {what.clause}, {what.at(rows['size'].iloc[0])}, {rows['dtype'].iloc[0]}. "
        "The first call warms up, and is counted in no other chart. "
        f"The later calls are the median of their repetitions. {timed_where(rows, marks=False)}"
    )


@st.cache_resource(max_entries=128, show_spinner=False)
def _figure(key: str, n_calls: int, shares: bool, theme: Theme, narrow: bool, _rows: pd.DataFrame) -> Figure:  # noqa: ARG001
    return parts_figure(_rows, n_calls, shares=shares, theme=theme, narrow=narrow)


def _page(rows: pd.DataFrame, n_calls: int, shares: bool, told: str) -> str:
    return html(parts_figure(rows, n_calls, shares=shares), "Where does the time go?", told)
