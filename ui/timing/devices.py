"""CPU against GPU: seconds at each size, the GPU's speed-up, and the lesson's numbers beside the measured ones."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.timing.finding import device_finding
from analysis.timing.lesson import claims, is_measured, lesson_table
from analysis.timing.speed_up import each_gpu, gpu_table, speed_ups
from charts.timing.devices import seconds_figure, speed_up_figure
from charts.timing.lines import describe_seconds, describe_speed_up
from ui.common.chart import Panel, for_visitor, show_chart
from ui.common.page import show_table
from ui.common.texts import text
from ui.timing.pickers import ALL, pick_format, pick_orders, pick_places, pick_work
from ui.timing.rows import key, timings

COMMAND = "python -m experiments time --json"
RECORD = "python -m timing record --name NAME"
LESSON = {
    "work": "Work",
    "lesson": "Claim",
    "measured": "Largest, against the CPU's fastest format",
    "how": "With",
    "usual": "Both in float32: at a usual size, and at most",
}
GPUS = {
    "gpu": "GPU",
    "cpu": "CPU beside it",
    "at": "At",
    "seconds": "GPU / CPU, with copies",
    "with_copies": "Times as fast, with copies",
    "without_copies": "Without copies",
    "cpu_faster": "CPU faster",
}


def show_devices() -> None:
    """The choices, both charts, the lesson's numbers and the folded parts."""
    table = timings()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        work = pick_work(table)
        if work is None:
            return
        rows = pick_places(table[table["operation"] == work])
        format = pick_format(rows, together=True)
        rows = pick_orders(of_format(rows, format))
    panel = Panel(
        "timing/devices",
        "Where does the time go, and what does a GPU buy?",
        device_finding(rows),
        describe_seconds(rows),
        partial(seconds_figure, rows),
        key(rows),
    )
    panel.show()
    show_gpus(rows)
    show_speed_up(table, rows)
    show_lesson(table)
    panel.fold(rows, f"{COMMAND} --operation {work}")


def of_format(rows: pd.DataFrame, format: str) -> pd.DataFrame:
    """The rows in this number format; for TF32 also the CPU's in float32, with which it is compared."""
    is_reference = (rows["dtype"] == "float32") & (rows["device"] == "cpu")
    return rows[(rows["dtype"] == format) | (format == ALL) | (is_reference & (format == "tf32"))]


def show_gpus(rows: pd.DataFrame) -> None:
    """A line for each GPU, if there are several; the finding is about the first."""
    gpus = each_gpu(rows)
    if len(gpus) > 1:
        show_table(gpu_table(gpus), GPUS, "Each GPU beside the CPU of its machine, at a usual size")


def show_speed_up(table: pd.DataFrame, rows: pd.DataFrame) -> None:
    """The GPU's speed-up; or a sentence that none was measured, for this work or at all."""
    if not speed_ups(rows).empty:
        figure = for_visitor(partial(speed_up_figure, rows), f"speed-up {key(rows)}")
        show_chart(figure, "speed-up", describe_speed_up(), describe_speed_up())
    elif (table["device"] == "cpu").all():
        st.markdown(text("timing/devices/no_gpu").format(command=COMMAND, record=RECORD))
    else:
        st.markdown("With these choices no GPU can be compared with its CPU: both need rows of the same work.")


def show_lesson(table: pd.DataFrame) -> None:
    """The lesson's own numbers, marked as such, beside the measured ones; one sentence if nothing was measured."""
    st.subheader("What is claimed, and what was measured", anchor=False)
    if is_measured(table):
        show_table(lesson_table(table), LESSON, "The lesson's numbers")
        st.caption(text("timing/devices/lesson"))
    else:
        st.markdown(text("timing/devices/unmeasured").format(claims=claims()))
