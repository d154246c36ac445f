"""The class's GPUs: a visitor adds what their browser measured, and everybody sees all of them."""

import json
import time
from dataclasses import fields
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.common.wording import count, counted, duration
from analysis.timing.class_gpus import Processor, class_finding, class_table, gpu_lines, processor_of
from charts.timing.browsers import class_figure, describe_class
from settings import settings
from timing.visitors import folder
from timing.visitors.report import BrowserRow, Report, parse
from ui.common.chart import Panel
from ui.common.live import interval
from ui.common.page import plain, show_table
from ui.common.texts import text
from ui.common.visitor import visitor
from ui.timing.devices import COMMAND
from ui.timing.rows import PARTS, key, timings

WATCH_SECONDS = 8.0
"""How often to check whether anybody added rows."""

ABOUT = ["who", "vendor", "architecture", "browser", "is_software", "complete", "is_own"]
COLUMNS = [*ABOUT, *(one.name for one in fields(BrowserRow) if one.name != "parts"), *PARTS]
NOT_STORED = "The server could not store your rows just now. Please try again."


def offer_to_class(report: dict[str, Any] | None) -> None:
    """Offer to add this report to the class's chart, or to remove what the visitor added before."""
    has_added = folder.has_added(visitor())
    if report is None and not has_added:
        return
    report = _offered(report)
    with st.container(horizontal=True, vertical_alignment="center"):
        if report is not None:
            label = "Replace my rows in the class's chart" if has_added else "Add my GPU to the class's chart"
            st.button(label, icon=":material/group_add:", on_click=_add, args=(report,), key="class-add")
        if has_added:
            st.button("Remove my rows", icon=":material/delete:", on_click=_remove, key="class-remove")
    if sentence := st.session_state.pop("class-refused", None):
        st.warning(plain(sentence))
    elif has_added:
        st.caption("Your GPU is in the class's chart.")
    if report is not None:
        st.caption(text("timing/class_gpus/offer").format(time=kept_for()))


def _offered(report: dict[str, Any] | None) -> dict[str, Any] | None:
    """The report if it can be added; else None, and the reason is shown."""
    if report is None:
        return None
    try:
        is_software = _checked(report).is_software
    except ValueError as problem:
        st.warning(plain(f"Your rows cannot be added to the class's chart. {problem}"))
        return None
    if not is_software:
        return report
    st.info(text("timing/class_gpus/software"))
    return None


def show_class() -> None:
    """The finding, the chart, every GPU in numbers; drawn again when another visitor adds or removes rows."""
    seen = _state()
    _watch(seen)
    offer_to_class(None)
    rows, processor = class_rows(seen), processor_of(timings())
    lines = gpu_lines(rows)
    if lines.empty:
        st.info(text("timing/class_gpus/nothing_yet"))
        if len(rows):
            st.markdown(plain(class_finding(rows, processor)))
        return
    panel = Panel(
        "timing/class_gpus",
        "The class's GPUs",
        class_finding(rows, processor),
        describe_class(processor),
        partial(class_figure, lines, processor),
        f"{key(lines)} {key(processor.rows) if processor else ''}",
    )
    panel.show()
    _show_numbers(lines, processor)
    panel.fold(rows.drop(columns=["who", "is_own"]), f"{COMMAND} --operation matrix_product")


def class_rows(state: tuple[tuple[str, int], ...]) -> pd.DataFrame:
    """The rows of all reports, with what each browser says of its GPU; `is_own` marks this visitor's."""
    rows = _rows(state)
    return rows.assign(is_own=rows["who"] == folder.name_of(visitor()))


def everybodys_rows() -> pd.DataFrame:
    """The rows of all reports, as for everybody: without `is_own`."""
    return _rows(_state())


def kept_for() -> str:
    """How long rows are kept, in words: `24 hours`."""
    hours = settings().keep_uploads_hours
    return counted(int(hours), "hour") if hours == int(hours) else duration(3600 * hours)


def _watch(seen: tuple[tuple[str, int], ...]) -> None:
    """Draw the page again once the reports differ from those that were seen; until then nothing is drawn or sent."""

    @st.fragment(run_every=interval(WATCH_SECONDS))
    def look() -> None:
        if _state() != seen:
            st.rerun()

    look()


@st.cache_data(ttl=2, show_spinner=False)
def _state() -> tuple[tuple[str, int], ...]:
    """The state of all reports, looked up once for all who watch."""
    return folder.state(time.time())


@st.cache_data(max_entries=1, ttl=600, show_spinner=False)  # what was deleted must not stay in memory
def _rows(state: tuple[tuple[str, int], ...]) -> pd.DataFrame:  # noqa: ARG001  (reports are read again when it changes)
    lines = [
        {"who": who, **vars(report), "is_own": False, **vars(row), **row.parts}
        for who, report in folder.reports(time.time()).items()
        for row in report.rows
    ]
    return pd.DataFrame(lines, columns=COLUMNS)


def _add(report: dict[str, Any]) -> None:
    """Store the report; if it is refused, the page says why when it is drawn next."""
    try:
        folder.add(visitor(), _checked(report))
    except OSError:
        st.session_state["class-refused"] = NOT_STORED
    except ValueError as problem:
        st.session_state["class-refused"] = str(problem)
    _state.clear()


def _checked(report: dict[str, Any]) -> Report:
    """What the browser sent, read with suspicion; ValueError says what would be right."""
    return parse(json.dumps(report))


def _remove() -> None:
    try:
        folder.remove(visitor())
    except OSError:
        st.session_state["class-refused"] = "The server could not delete your rows just now. Please try again."
    _state.clear()


def _show_numbers(lines: pd.DataFrame, processor: Processor | None) -> None:
    """Every GPU in a folded table; a column of ratios names the processor."""
    table = class_table(lines, processor)
    table["seconds"] = table["seconds"].map(partial(duration, smallest="µs"))
    names = {"gpu": "GPU", "browser": "Browser", "size": "Largest size (rows)", "seconds": "Time of one product"}
    if processor is not None:
        names |= {"start": "Ahead from", "times": f"As fast as {processor.name}"}
    with st.expander(f"{count(len(table))} GPUs in numbers" if len(table) > 1 else "The GPU in numbers"):
        show_table(table, names, "Every GPU that was added, in numbers")
