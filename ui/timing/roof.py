"""The machine's limit: which share of it each operation reaches."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.common.machine import HERE, device_name
from analysis.timing.roof import is_known, roof_finding, under_roof
from analysis.timing.speed_up import on_all_cores
from charts.common.style import device_look
from charts.timing.lines import left_out, timed_where
from charts.timing.roof import roof_figure
from ui.common.chart import Panel
from ui.common.pickers import pick
from ui.common.texts import text
from ui.timing.devices import COMMAND
from ui.timing.pickers import pick_format
from ui.timing.rows import key, timings


def show_roof() -> None:
    """The choices, the roof and the folded parts."""
    places = with_limits(timings())
    if not places:
        st.info(
            "The limit of a machine is the best that any work reached on it. This needs times of a copy and of work "
            "such as a matrix product, and no machine has both yet. Press **Time this machine**."
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rows = places[pick("Device", list(places), "device", 420)]
        dtype = pick_format(rows[is_known(rows)])
    points = under_roof(rows, dtype)
    panel = Panel(
        "timing/roof",
        "How close does the work come to the machine's limit?",
        roof_finding(points),
        f"{text('timing/roof/reading')}{left_out(points)} {timed_where(points, marks=False)}",
        partial(roof_figure, points, rows, dtype),
        f"{key(rows)} {dtype}",
    )
    panel.show()
    panel.fold(points, COMMAND)


def with_limits(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of each device whose limit is measured, by its name and place; this machine first."""
    ordered = table.assign(recorded=table["origin"] != HERE).sort_values(["recorded", "origin"], kind="stable")
    by_name = {}
    for (origin, machine, device), rows in ordered.groupby(["origin", "machine", "device"], sort=False):
        if "copy" in set(rows["operation"]) and is_known(rows).any():
            where = "here" if origin == HERE else f"recorded as {origin}"
            name = f"{device_look(device).label}, {where} ({device_name(machine, device)})"
            by_name[name] = on_all_cores(rows) if device == "cpu" else rows
    return by_name
