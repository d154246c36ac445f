"""A planned sweep on a page: what it will take, Run, progress with the time left, Cancel."""

import os

import streamlit as st

from analysis.duration import total_seconds
from catalogue.images import Images
from charts.axes import seconds as in_words
from experiments.spec import Experiment
from experiments.store import JobState, QuotaExceeded
from settings import settings
from ui.source import engine, store, visitor

PENDING = ("queued", "running")


def states(experiments: list[Experiment]) -> dict[str, JobState]:
    """How each experiment stands."""
    return store().states([experiment.id for experiment in experiments])


def is_pending(found: dict[str, JobState]) -> bool:
    """Whether anything still waits or runs."""
    return any(state.status in PENDING for state in found.values())


def forecast(experiments: list[Experiment], images: Images) -> float | None:
    """About how many seconds they will take here; None when nothing like them was ever measured."""
    rows = store().rows()
    pixels = {experiment.dataset: images.X_train[0].size for experiment in experiments}
    pixels |= {"cifar10-jpeg": 32 * 32 * 3, "mnist-png": 28 * 28} if rows["origin"].ne("live").any() else {}
    return total_seconds(experiments, rows, pixels, n_workers=settings().workers or os.cpu_count() or 1)


def offer(experiments: list[Experiment], images: Images) -> None:
    """Say what a press of Run will do, and the button; nothing when all is measured or under way."""
    found = states(experiments)
    to_do = [experiment for experiment in experiments if found[experiment.id].status not in ("done", *PENDING)]
    failed = sorted({state.error for state in found.values() if state.status == "failed"})
    for error in failed:
        st.warning(error, title="Some of this could not be measured")
    if is_pending(found):
        return
    st.button(
        "Run" if to_do else "All measured",
        type="primary",
        icon=":material/play_arrow:",
        on_click=press,
        args=(to_do,),
        disabled=not to_do,
        key="run",
    )
    st.caption(promise(len(experiments), to_do, images))


def promise(n_asked: int, to_do: list[Experiment], images: Images) -> str:
    """How many experiments are left to measure, and about how long they take."""
    if not to_do:
        return f"All {n_asked} experiments of this choice are measured on this machine."
    seconds = forecast(to_do, images)
    duration = (
        f"about {in_words(seconds)}" if seconds else "for how long nobody knows yet: nothing like it was measured"
    )
    known = f" ({n_asked - len(to_do)} of {n_asked} are measured already)" if len(to_do) < n_asked else ""
    return f"{len(to_do)} experiments{known}, {duration} on this machine."


def press(experiments: list[Experiment]) -> None:
    """Queue them; whoever else asked for the same shares the measurement."""
    try:
        engine().submit(experiments, visitor())
    except QuotaExceeded as problem:
        st.session_state["refused"] = str(problem)


def refused() -> None:
    """Say why the last press did nothing, once."""
    if sentence := st.session_state.pop("refused", None):
        st.warning(sentence)


def show_progress(experiments: list[Experiment], found: dict[str, JobState], images: Images) -> None:
    """How much is done, how long it takes yet, what runs now, and Cancel."""
    done = sum(state.status not in PENDING for state in found.values())
    running = [experiment for experiment in experiments if found[experiment.id].status == "running"]
    part = (done + sum(found[experiment.id].progress for experiment in running)) / len(found)
    left = [experiment for experiment in experiments if found[experiment.id].status in PENDING]
    seconds = forecast(left, images)
    time_left = f", about {in_words(max(seconds, 1.0))} left" if seconds else ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.progress(min(part, 1.0), f"{done} of {len(found)} measured{time_left}", width="stretch")
        st.button("Cancel", icon=":material/stop:", on_click=cancel, args=(left,), key="cancel")
    notes = [f"{one.learner} on {one.n_train:,} pictures, {found[one.id].note or 'starting'}" for one in running]
    st.caption("Now: " + "; ".join(notes) if notes else "Waiting for a free worker …")


def cancel(experiments: list[Experiment]) -> None:
    """Withdraw this visitor's wish; what others asked for too goes on, and what is measured stays."""
    engine().cancel([experiment.id for experiment in experiments], visitor())
