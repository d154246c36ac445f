"""Timing this machine from the page: one run for all visitors, in a process of its own."""

from collections.abc import Callable

import streamlit as st

from experiments.store.jobs import PENDING
from timing.background.run import OneRun, State
from timing.rows import files
from ui.common.live import DRAW_SECONDS, POLL_SECONDS, spread
from ui.common.page import plain
from ui.common.source import engine, store
from ui.common.visitor import visitor

WAIT_SECONDS = 5.0
"""How often is looked whether the trainings that the button waits for are done."""

ABOUT = (
    "Times every operation on every device of this machine, which takes some minutes on all its cores. "
    "The rows show here when a device is done."
)
BUSY = "Trainings run or wait. They and the timing would slow each other down, so this has to wait until they are done."


@st.cache_resource(show_spinner=False, on_release=OneRun.close)
def one_run() -> OneRun:
    """The run of this server."""
    return OneRun(files.here())


def time_here() -> None:
    """The button, or how far the run is that is on."""
    polls = one_run().state().is_on
    if not polls:
        engine()  # what an earlier server left unfinished goes on, and is seen below
    busy = not polls and trainings_pend()

    @st.fragment(run_every=spread(POLL_SECONDS) if polls else spread(WAIT_SECONDS) if busy else None)
    def row() -> None:
        state = one_run().state()
        if state.is_on != polls or (not polls and trainings_pend() != busy):
            st.rerun()  # the whole page: a press or an end reaches this part alone
        if state.is_on:
            show_progress(state)
        else:
            offer(state, busy)

    row()


def while_timed(show: Callable[[], None]) -> None:
    """What is found, drawn anew every few seconds for as long as a run is on."""
    st.fragment(show, run_every=spread(DRAW_SECONDS) if one_run().state().is_on else None)()


def offer(state: State, busy: bool) -> None:
    """The button with what it does; nothing starts beside a training."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Time this machine", icon=":material/timer:", on_click=press, disabled=busy, key="time-here")
        st.caption(BUSY if busy else ABOUT)
    if sentence := st.session_state.pop("timing-refused", None) or state.problem:
        st.warning(plain(sentence))


def show_progress(state: State) -> None:
    """How long it has taken of what it took the last time, and Cancel for who started it."""
    last = f"; the last time it took {state.last_seconds:.0f} s" if state.last_seconds else ""
    rows = f" and {state.n_rows} rows" if state.n_rows else ""
    told = f"Timing this machine: {state.seconds:.0f} s{rows} so far{last}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if state.last_seconds:
            st.progress(min(state.seconds / state.last_seconds, 1.0), told, width="stretch")
        else:
            st.markdown(told, width="stretch")
        if state.starter == visitor():
            st.button("Cancel", icon=":material/stop:", on_click=one_run().cancel, args=(visitor(),), key="stop-timing")
    st.caption(
        "Trainings that are started meanwhile would disturb it. "
        "A device that is done keeps its rows, even if the rest is cancelled."
    )


def press() -> None:
    """Start, unless a training came in between; who presses at the same moment shares the run."""
    try:
        if trainings_pend():
            raise ValueError(BUSY)
        one_run().start(visitor())
    except ValueError as problem:
        if not one_run().state().is_on:
            st.session_state["timing-refused"] = str(problem)


def trainings_pend() -> bool:
    """Whether any training runs or waits."""
    return bool(store().jobs()["status"].isin(PENDING).any())
