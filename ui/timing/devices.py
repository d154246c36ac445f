"""CPU against GPU: seconds over the size, how many times faster, and the lesson's own numbers beside the measured."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.timing.finding import device_finding
from analysis.timing.lesson import lesson_table
from analysis.timing.speed_up import speed_ups
from charts.common.export import PLOTLY_CONFIG, html
from charts.common.style import Figure, Theme
from charts.timing.captions import describe_seconds, describe_speed_up
from charts.timing.devices import seconds_figure, speed_up_figure
from ui.common.folded import fold_rows
from ui.common.page import is_narrow, plain, theme
from ui.timing.pickers import ALL, pick_format, pick_orders, pick_places, pick_work
from ui.timing.rows import key, timings

NO_GPU = (
    "No GPU has been measured yet. On a machine that has one, **Time this machine** times it too, and so does "
    "`python -m experiments time --json`."
)

WHY = """
**A GPU does many sums at once, but not one sum sooner.** It has thousands of small units that all do the same thing.
Large matrices and large batches keep all of them busy. With little to do, most of them wait, and merely asking the GPU
to begin takes longer than the whole sum takes on the CPU.

**Data must travel.** A GPU works on its own memory. What it needs is copied there, and the answer back. For little work
on much data, the journey takes longer than the work.

**Shorter numbers are faster.** Half the bits mean half the bytes to move, and many processors multiply two short
numbers in the time of one long one. Networks bear that well.

**Compiled code** was translated for exactly this network and these sizes before it ran. The translation takes seconds,
once; it is worth it where the same thing is done very often.
"""

FAIR = """
Each row is called until it is **warm**, and those calls are not counted. The clock is read only when the device has
**finished**: a GPU says “yes” at once and works later. The CPU uses **all its cores**. A GPU's time counts the
**copies** to its memory and back, as if the data came from outside each time; the second chart also shows it without.
Others may **share the machine** and slow it down, for tenths of a second or for minutes. So all rows take many short
turns, and those in which a row took over a tenth longer than in its fastest are left out; at least three count. Rows of
two machines are never divided by each other.
"""

COMMAND = "python -m experiments time --json"

LESSON: dict[str, Any] = {
    "work": "Work",
    "lesson": "The lesson says",
    "measured": "Measured",
    "how": "With",
}


def show_devices() -> None:
    """The choice, both charts, the lesson's numbers and the folded parts."""
    table = timings()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        work = pick_work(table)
        if work is None:
            return
        rows = pick_places(table[table["operation"] == work])
        format = pick_format(rows, together=True)
        rows = pick_orders(of_format(rows, format))
    finding, caption = device_finding(rows), describe_seconds(rows)
    st.header(plain(finding), anchor=False)
    figure = _seconds(key(rows), theme(), is_narrow(), rows)
    st.plotly_chart(figure, theme=None, config=PLOTLY_CONFIG, key="seconds", alt=finding)
    st.caption(plain(caption))
    show_speed_up(table, rows)
    show_lesson(table)
    fold_rows(WHY, FAIR, rows, partial(_page, rows, finding, caption), f"{COMMAND} --operation {work}")


def of_format(rows: pd.DataFrame, format: str) -> pd.DataFrame:
    """The rows in this number format; with TF32 the processor's in float32, with which it is compared."""
    beside = (rows["dtype"] == "float32") & (rows["device"] == "cpu")
    return rows[(rows["dtype"] == format) | (format == ALL) | (beside & (format == "tf32"))]


def show_speed_up(table: pd.DataFrame, rows: pd.DataFrame) -> None:
    """How many times faster the GPU is; or that none was measured, of this work or at all."""
    if not speed_ups(rows).empty:
        figure, caption = _speed_up(key(rows), theme(), is_narrow(), rows), describe_speed_up()
        st.plotly_chart(figure, theme=None, config=PLOTLY_CONFIG, key="speed-up", alt=caption)
        st.caption(plain(caption))
    elif (table["device"] == "cpu").all():
        st.markdown(NO_GPU)
    else:
        st.markdown(
            "In this choice no GPU can be compared with the processor beside it: the same work is needed of both."
        )


def show_lesson(table: pd.DataFrame) -> None:
    """The lesson's own numbers, marked as its own, beside the best that was measured anywhere."""
    st.subheader("What the lesson says, and what was measured", anchor=False)
    st.dataframe(
        lesson_table(table),
        column_config=LESSON,
        column_order=list(LESSON),
        hide_index=True,
        alt="The lesson's numbers",
    )
    st.caption(
        "How many times faster a GPU is. The lesson's numbers are its own; nobody here measured them. Beside "
        "them stands the most that was measured of any size and number format, copies included, against the "
        "processor's own fastest way."
    )


@st.cache_resource(max_entries=128, show_spinner=False)
def _seconds(key: str, theme: Theme, narrow: bool, _rows: pd.DataFrame) -> Figure:  # noqa: ARG001  (names the rows)
    return seconds_figure(_rows, theme, narrow)


@st.cache_resource(max_entries=128, show_spinner=False)
def _speed_up(key: str, theme: Theme, narrow: bool, _rows: pd.DataFrame) -> Figure:  # noqa: ARG001
    return speed_up_figure(_rows, theme, narrow)


def _page(rows: pd.DataFrame, finding: str, caption: str) -> str:
    return html(seconds_figure(rows), "Where does the time go, and what does a GPU buy?", f"{finding} {caption}")
