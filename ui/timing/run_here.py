"""Timing this machine from the page: one run for all visitors, in a process of its own."""

from collections.abc import Callable

import streamlit as st

from experiments.store.jobs import PENDING
from timing.background.run import OneRun, State
from timing.rows import files
from ui.common.live import DRAW_SECONDS, POLL_SECONDS, interval
from ui.common.page import plain
from ui.common.source import engine, store
from ui.common.visitor import visitor

WAIT_SECONDS = 5.0
"""How often to check whether the trainings that the button waits for are done."""

ABOUT = (
    "Times every operation on every device of this machine, which takes some minutes on all its cores. "
    "Each device's rows appear here when it is done."
)
BUSY = (
    "Models are being trained or waiting in the queue. Training and timing would slow each other down, so timing must "
    "wait."
)


@st.cache_resource(show_spinner=False, on_release=OneRun.close)
def one_run() -> OneRun:
    """The run of this server."""
    return OneRun(files.here())


def time_here() -> None:
    """The button, or the progress of the current run."""
    polls = one_run().state().is_on
    if not polls:
        engine()  # it continues what an earlier server left unfinished, which counts below
    busy = not polls and has_trainings()

    seconds = None
    if polls or busy:
        seconds = interval(POLL_SECONDS if polls else WAIT_SECONDS)

    @st.fragment(run_every=seconds)
    def row() -> None:
        state = one_run().state()
        if state.is_on != polls or (not polls and has_trainings() != busy):
            st.rerun()  # the whole page: when the button is pressed or a run ends, only this part runs again
        if state.is_on:
            show_progress(state)
        else:
            offer(state, busy)

    row()


def while_timed(show: Callable[[], None]) -> None:
    """Show the results, again every few seconds while a run is on."""
    st.fragment(show, run_every=interval(DRAW_SECONDS) if one_run().state().is_on else None)()


def offer(state: State, busy: bool) -> None:
    """The button and what it does; no timing starts during a training."""
    st.button("Time this machine", icon=":material/timer:", on_click=press, disabled=busy, key="time-here")
    # At projector size the sentence on what the button does is hidden, but not the reason why it cannot be pressed.
    with st.container(key="why_busy" if busy else "introduction_run"):
        st.caption(BUSY if busy else ABOUT)
    if sentence := st.session_state.pop("timing-refused", None) or state.problem:
        st.warning(plain(sentence))


def show_progress(state: State) -> None:
    """The seconds so far, compared with the last run, and Cancel for the visitor who started it."""
    last = f"; the last run took {state.last_seconds:.0f} s" if state.last_seconds else ""
    rows = f" and {state.n_rows} rows" if state.n_rows else ""
    note = f"Timing this machine: {state.seconds:.0f} s{rows} so far{last}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if state.last_seconds:
            st.progress(min(state.seconds / state.last_seconds, 1.0), note, width="stretch")
        else:
            st.markdown(note, width="stretch")
        if state.starter == visitor():
            st.button("Cancel", icon=":material/stop:", on_click=one_run().cancel, args=(visitor(),), key="stop-timing")
    st.caption(
        "Training started now would disturb it. The rows of a finished device stay, even if the rest is cancelled."
    )


def press() -> None:
    """Start, unless a training has been queued meanwhile; visitors who press at the same time share the run."""
    try:
        if has_trainings():
            raise ValueError(BUSY)
        one_run().start(visitor())
    except ValueError as problem:
        if not one_run().state().is_on:
            st.session_state["timing-refused"] = str(problem)


def has_trainings() -> bool:
    """Whether any training is running or waiting."""
    return bool(store().jobs()["status"].isin(PENDING).any())
