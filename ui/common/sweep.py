"""A planned sweep on a page: its forecast, Run, progress with the time left, Cancel."""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from math import isnan, nan
from statistics import median

import streamlit as st

from analysis.common.duration import Size, are_known, each_seconds
from analysis.common.summary import SECONDS
from analysis.common.time_left import Left, Work, time_left
from analysis.common.wording import counted
from catalogue.dataset import Images
from charts.common.families import variant_label
from experiments.spec import Experiment
from experiments.store.jobs import PENDING
from experiments.store.results import LIVE, JobState
from settings import settings
from timing.provenance import processor
from ui.common.page import plain, show_refusal
from ui.common.source import all_rows, engine, store, visitor

KNOWN_SIZES = {
    "cifar10-jpeg": Size(32 * 32),
    "mnist-png": Size(28 * 28),
    "digits": Size(28 * 28),
    "textures": Size(32 * 32),
    "shapes": Size(32 * 32),
}
"""The recorded data sets and those always on offer; forecasts scale seconds by the pixels of an image."""

USUAL_OVERHEAD = 0.5
"""Seconds that an experiment takes and its row does not include; used until this machine has measured its own."""
FIRST_OVERHEAD = 8.0
"""The overhead of a worker's first experiment, which waits for its start (5 to 8 s on an idle EPYC)."""


def states(experiments: list[Experiment]) -> dict[str, JobState]:
    """The state of each experiment."""
    return store().states([experiment.id for experiment in experiments])


def recent_states(experiments: list[Experiment]) -> dict[str, JobState]:
    """The state of each, at most half a second old: thirty visitors who poll share one reading."""
    return _recent_states(joined_ids(experiments))


@st.cache_resource(ttl=0.5, max_entries=100, show_spinner=False)
def _recent_states(joined: str) -> dict[str, JobState]:
    return store().states(joined.split())


def joined_ids(experiments: list[Experiment]) -> str:
    """All the ids as one text, which Streamlit's caches hash in a tenth of the time that a list takes."""
    return " ".join(experiment.id for experiment in experiments)


def with_status(experiments: list[Experiment], jobs: dict[str, JobState], *statuses: str) -> list[Experiment]:
    """The experiments with one of these statuses."""
    return [experiment for experiment in experiments if jobs[experiment.id].status in statuses]


def forecast(experiments: list[Experiment], images: Images) -> Left | None:
    """The time until they and all that waits before them are done; None if nothing similar was measured."""
    return _forecast(joined_ids(experiments), experiments, images)


@st.cache_data(ttl=1, max_entries=100, show_spinner=False)
def _forecast(joined: str, _experiments: list[Experiment], _images: Images) -> Left | None:
    ids = joined.split()
    jobs, before = store().states(ids), store().before(ids)
    height, width, _ = _images.shape
    sizes = KNOWN_SIZES | {one.dataset: Size(height * width, len(_images.y_test)) for one in _experiments}
    planned = [*(one for one, _ in before), *_experiments]
    known = _known(joined_ids(planned), store().n_rows(), planned, sizes)
    mine = [work.forecast_counted for work in known[len(before) :]]
    if any(map(isnan, mine)):
        return None
    typical = sum(mine) / max(len(mine), 1)  # for experiments on another visitor's images, of which nothing is known
    known = [replace(work, forecast_counted=typical) if isnan(work.forecast_counted) else work for work in known]
    states = [*(state for _, state in before), *(jobs[id] for id in ids)]
    return time_left(_works(known, states), n_workers())


@st.cache_resource(max_entries=100, show_spinner=False)
def _known(
    joined: str,
    n_rows: int,  # noqa: ARG001  (part of the key, so that a new row renews the forecast)
    _planned: list[Experiment],
    _sizes: dict[str, Size],
) -> list[Work]:
    """What rows say of each: a forecast from other rows, NaN if there is none, and the seconds that it took itself."""
    rows = all_rows()
    live = rows["origin"] == LIVE
    own = live & rows["id"].isin(joined.split())
    taken = rows[own].set_index("id")[SECONDS].sum(axis=1)
    forecasts = each_seconds(_planned, rows[~own], _sizes, processor())
    are_here = are_known(_planned, rows[live & ~own])
    return [
        Work(nan if seconds is None else seconds, taken=taken.get(one.id, 0.0), kind=one.learner, is_known=is_here)
        for one, seconds, is_here in zip(_planned, forecasts, are_here, strict=True)
    ]


def _works(known: list[Work], states: list[JobState]) -> list[Work]:
    """Each experiment with its forecast and how far it is.

    A worker's first experiment of a learner has a larger overhead, because it loads the libraries.
    """
    usual, start, starts_known = overheads()
    n_warm = Counter(engine().measured)
    works = []
    for work, state in zip(known, states, strict=True):
        if state.status == "done":  # its row has told the pace; the rest may have been a worker's start
            works.append(replace(work, taken=work.taken if state.taken else 0.0, is_done=True))
            continue
        overhead = start if n_warm[work.kind] < n_workers() else usual
        n_warm[work.kind] += 1
        share, taken = (state.progress, state.taken) if state.status == "running" else (0.0, 0.0)
        works.append(replace(work, overhead=overhead, taken=taken, share=share, starts_known=starts_known))
    return works


@st.cache_data(ttl=10, show_spinner=False)
def overheads() -> tuple[float, float, bool]:
    """The overhead of most experiments, that of a learner's first in a worker, and whether they were measured here.

    An overhead is the seconds that a row does not include. Both are medians: the longest were at the start of the
    server, when all workers began together.
    """
    found = sorted(store().overheads())
    n_first = n_workers() * max(1, len(engine().measured))
    n_later = max(0, len(found) - n_first)
    later, first = found[:n_later], found[n_later:]  # first experiments have the longest
    return median(later or [USUAL_OVERHEAD]), max(median(first or [0.0]), FIRST_OVERHEAD), bool(found)


def n_workers() -> int:
    """How many experiments run at the same time here; a scheduler elsewhere may run more."""
    return 1 if settings().engine == "inline" else settings().workers or os.cpu_count() or 1


def offer(
    label: str, icon: str, experiments: list[Experiment], describe: Callable[[list[Experiment]], str], key: str = ""
) -> None:
    """A button for the experiments that are not measured, queued or running, and what `describe` says of them.

    If a page has two offers, one needs a `key` of its own.
    """
    engine()  # it continues what an earlier server left unfinished
    jobs = states(experiments)
    to_do = with_status(experiments, jobs, "failed", "cancelled")
    for error in sorted({jobs[one.id].error for one in with_status(experiments, jobs, "failed")}):
        st.warning(plain(error), title="Some of this could not be measured")
    with st.container(horizontal=True, vertical_alignment="center"):
        if to_do:
            st.button(label, type="primary", icon=icon, on_click=submit, args=(to_do,), key=f"run{key}")
        st.caption(describe(to_do))
    show_refusal()


def describe_offer(asked: list[Experiment], images: Images, to_do: list[Experiment]) -> str:
    """How many experiments are left to measure, and about how long they will take."""
    n_asked = len(asked)
    if not to_do:
        what = "measured, running or waiting" if with_status(asked, states(asked), *PENDING) else "done"
        return f"All {n_asked} experiments of this choice are {what}."
    time = forecast(to_do, images)
    duration = time.in_words() if time else "with no forecast, because nothing similar has been measured"
    n_known = n_asked - len(to_do)
    known = f" ({n_known} of {n_asked} have been measured, are running or are waiting)" if n_known else ""
    return f"{counted(len(to_do), 'experiment')}{known}, {duration} on this machine{waiting_already('with')}."


def waiting_already(relation: str) -> str:
    """`, after 3 that are waiting already`; an empty text if none is waiting."""
    n = store().n_queued()
    return f", {relation} {n} that {'is' if n == 1 else 'are'} waiting already" if n else ""


def submit(experiments: list[Experiment], again: bool = False) -> None:
    """Queue the experiments, with `again` also measured ones; visitors who ask for the same share one measurement."""
    try:
        engine().submit(experiments, visitor(), again)
        clear_states()
    except ValueError as problem:
        st.session_state["refused"] = str(problem)


def show_progress(experiments: list[Experiment], images: Images, jobs: dict[str, JobState], key: str = "") -> None:
    """How much is done, the time left, what is running, and Cancel."""
    part, note, now = _progress(repr(jobs), experiments, images, jobs)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.progress(part, note, width="stretch")
        stop_or_join(with_status(experiments, jobs, *PENDING), key)
    st.caption(now)


@st.cache_resource(ttl=1, max_entries=100, show_spinner=False)
def _progress(
    key: str,  # noqa: ARG001  (names the jobs, which Streamlit would hash slowly)
    _experiments: list[Experiment],
    _images: Images,
    _jobs: dict[str, JobState],
) -> tuple[float, str, str]:
    """The share done, the note beside it, and what is running, in words that are the same for all who watch."""
    experiments, images, jobs = _experiments, _images, _jobs
    done, failed = with_status(experiments, jobs, "done"), with_status(experiments, jobs, "failed")
    pending, running = with_status(experiments, jobs, *PENDING), with_status(experiments, jobs, "running")
    n_asked = len(done) + len(failed) + len(pending)
    part = (n_asked - len(pending) + sum(jobs[one.id].progress for one in running)) / n_asked
    time = forecast([*done, *pending], images)
    note = f"{len(done)} of {n_asked} measured{f', {len(failed)} failed' if failed else ''}"
    # While the first workers start, nothing runs, and the time left would not change.
    if time and (running or store().before([one.id for one in pending])):
        note += f", {time.in_words()} left"
    notes = [
        f"{variant_label(one.learner, dict(one.settings))} on {one.n_train:,} images, {jobs[one.id].note or 'starting'}"
        for one in running
    ]
    now = plain("Now: " + "; ".join(notes)) if notes else "Waiting for a free worker …"
    return min(part, 1.0), note, now


def stop_or_join(pending: list[Experiment], key: str = "") -> None:
    """The button Cancel for visitors who started the experiments; for others, one that keeps them running."""
    if visitor() in _askers(joined_ids(pending)):
        st.button("Cancel", icon=":material/stop:", on_click=cancel, args=(pending,), key=f"cancel{key}")
    else:
        why = "Someone else started this. Press, and it continues even if they cancel."
        icon = ":material/person_add:"
        st.button("Keep it running", icon=icon, on_click=submit, args=(pending,), key=f"join{key}", help=why)


@st.cache_resource(ttl=1, max_entries=100, show_spinner=False)
def _askers(joined: str) -> set[str]:
    return store().askers(joined.split())


def cancel(experiments: list[Experiment]) -> None:
    """Cancel for this visitor; what others also started continues, and results stay."""
    engine().cancel([experiment.id for experiment in experiments], visitor())
    clear_states()


def clear_states() -> None:
    """Clear the cached states of the queue, so that a button's effect is seen at once."""
    _recent_states.clear()
    _askers.clear()
