"""The machine's limit: how much of what the device can do each operation reaches."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.common.machine import HERE, device_name
from analysis.timing.roof import roof_finding, under_roof
from analysis.timing.speed_up import on_all_cores
from charts.common.export import PLOTLY_CONFIG, html
from charts.common.style import Figure, Theme, device_look
from charts.timing.captions import timed_where
from charts.timing.roof import roof_figure
from ui.common.folded import fold_rows
from ui.common.page import is_narrow, plain, theme
from ui.timing.devices import COMMAND
from ui.timing.pickers import pick_format
from ui.timing.rows import key, timings

WHY = """
**Two things can hold work up**: doing the sums, and fetching the numbers. Whoever needs many sums for each number that
is fetched is held up by the sums; whoever needs few waits for memory. The **roof** is the higher speed that either
allows: a slope where memory is the limit, and a flat part where the sums are (Williams, Waterman and Patterson 2009,
*Roofline: an insightful visual performance model*).

**It is measured, not copied from a data sheet**: the flat part is this device's own best matrix product, the slope its
own largest copy within memory.

**Far below the roof** is work that asks for many small things one after the other, or whose numbers lie in an awkward
order. That is what a better program could still win.
"""

FAIR = """
Operations are additions and multiplications that the work needs at least; bytes are what must at least be read and
written, layer by layer. Whoever keeps numbers near at hand, in a *cache*, fetches less than that, and can stand above
the roof. So can work whose program is better than that of the matrix product. Copies to a GPU's memory are not counted
here: this is about computing.
"""

READING = (
    "Each mark is one kind of work, in the size and memory order that was fastest; beside it, the share of the limit "
    "that it reaches. Left, memory is the limit; right, arithmetic. Above the roof stands what finds its numbers near "
    "at hand, or has a better program than the matrix product."
)


def show_roof() -> None:
    """The choice, the roof and the folded parts."""
    places = with_limits(timings())
    if not places:
        st.info(
            "The limit of a machine is its best matrix product and its largest copy, and no machine has both yet. "
            "Press **Time this machine**."
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.selectbox("Device", list(places), key="device", bind="query-params", width=420)
        rows = places[place]
        dtype = pick_format(rows[rows["operation"] == "matrix_product"])
    points = under_roof(rows, dtype)
    finding, caption = roof_finding(points), f"{READING} {timed_where(points, marks=False)}"
    st.header(plain(finding), anchor=False)
    figure = _figure(key(rows), dtype, theme(), is_narrow(), points, rows)
    st.plotly_chart(figure, theme=None, config=PLOTLY_CONFIG, key="roof", alt=finding)
    st.caption(plain(caption))
    fold_rows(WHY, FAIR, points, partial(_page, points, rows, dtype, f"{finding} {caption}"), COMMAND)


def with_limits(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of each device of each place whose limit is measured, by name; here first."""
    ordered = table.assign(recorded=table["origin"] != HERE).sort_values(["recorded", "origin"], kind="stable")
    found = {}
    for (origin, machine, device), rows in ordered.groupby(["origin", "machine", "device"], sort=False):
        if {"copy", "matrix_product"} <= set(rows["operation"]):
            where = "here" if origin == HERE else f"recorded as {origin}"
            name = f"{device_look(device).label}, {where} ({device_name(machine, device)})"
            found[name] = on_all_cores(rows) if device == "cpu" else rows
    return found


@st.cache_resource(max_entries=128, show_spinner=False)
def _figure(
    key: str,  # noqa: ARG001  (it names the rows)
    dtype: str,
    theme: Theme,
    narrow: bool,
    _points: pd.DataFrame,
    _rows: pd.DataFrame,
) -> Figure:
    return roof_figure(_points, _rows, dtype, theme, narrow)


def _page(points: pd.DataFrame, rows: pd.DataFrame, dtype: str, told: str) -> str:
    return html(roof_figure(points, rows, dtype), "How near does it come to the machine's limit?", told)
