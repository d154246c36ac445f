"""The visitor's own GPU: the button, and then the finding, the chart and all rows; or the class's GPUs."""

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from analysis.timing.names import FORMATS, named
from analysis.timing.own_gpu import GPU, OwnGpu, before_finding, own_gpu_finding, own_table, read, server_rows
from charts.timing.browsers import describe_own_gpu, own_gpu_figure
from ui.common.chart import Panel
from ui.common.page import plain, show_table
from ui.common.pickers import pick_one
from ui.common.texts import text
from ui.timing.class_gpus import offer_to_class, show_class
from ui.timing.devices import COMMAND
from ui.timing.own_gpu.component import measure_own_gpu
from ui.timing.rows import timings

NAME = "Your own GPU"
WHOSE = {"mine": "Mine", "class": "The class's"}
TABLE = {
    "what": "Work",
    "on": "On",
    "copies": "Copies",
    "compute": "Computing",
    "whole": "Whole (middle half)",
    "error": "Worst error",
}


def with_own_gpu(parts: Mapping[str, Callable[[], None]]) -> dict[str, Callable[[], None]]:
    """The page's parts with this one, which comes first if no rows are of a GPU, and second otherwise."""
    others = list(parts.items())
    place = 0 if (timings()["device"] == "cpu").all() else 1
    return dict([*others[:place], (NAME, show_gpus), *others[place:]])


def show_gpus() -> None:
    """The visitor's own GPU, or those of the whole class."""
    if pick_one("Whose GPU?", WHOSE, "whose") == "mine":
        show_own_gpu()
    else:
        show_class()


def show_own_gpu() -> None:
    """The button, what leaves the browser, and what it found; before a measurement, the server's processor alone."""
    found = measure_own_gpu()
    st.caption(text("timing/own_gpu/privacy"))
    server = server_rows(timings())
    own = found_in(found.get("report") if found else None)
    if own is None and server.empty:
        return
    operation, dtype = pick_line(own)
    panel = Panel(
        "timing/own_gpu",
        "How fast is your own GPU?",
        own_gpu_finding(own, server) if own else before_finding(server),
        describe_own_gpu(own, server),
        partial(own_gpu_figure, own, server, operation, dtype),
    )
    panel.show()
    if own and found:
        offer_to_class(found["report"])
        show_rows(own)
    panel.fold(
        own.rows if own else server.drop(columns="host", errors="ignore"), f"{COMMAND} --operation matrix_product"
    )


def found_in(report: object) -> OwnGpu | None:
    """What the browser measured; None, after a sentence, if it sent something else."""
    if report is None:
        return None
    try:
        return read(report)
    except ValueError as problem:
        st.warning(plain(str(problem)))
        return None


def pick_line(own: OwnGpu | None) -> tuple[str, str]:
    """The work and the number format to draw; the visitor chooses if several were measured."""
    if own is None:
        return "matrix_product", "float32"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        operation = pick_among(own.rows["operation"], ("matrix_product", "convolution"), "Work", "own_work")
        formats = own.rows.loc[(own.rows["operation"] == operation) & (own.rows["device"] == GPU), "dtype"]
        return operation, pick_among(formats, FORMATS, "Number format", "own_format")


def pick_among(values: pd.Series, order: tuple[str, ...], label: str, key: str) -> str:
    """One of the values that occur, in this order; without a widget if there is only one."""
    options = [value for value in order if (values == value).any()] or [order[0]]
    if len(options) == 1:
        return options[0]
    names = {value: value if value in FORMATS else named(value).title.partition(",")[0] for value in options}
    return pick_one(label, names, key)


def show_rows(own: OwnGpu) -> None:
    """Every row in numbers."""
    with st.expander("Every row in numbers"):
        show_table(own_table(own), TABLE, "Every row that the browser measured")
