"""A race while it runs: all clocks, each side's best model and current trial, and the time left."""

import math

import streamlit as st

from analysis.common.summary import SECONDS
from analysis.common.wording import counted
from analysis.common.wording import moment as in_words
from analysis.race.curve import RaceStep, climb, steps_found, steps_in
from charts.common.style import look
from experiments.race.budget import BY_VALIDATION, budget_of
from experiments.spec import Experiment
from experiments.store.jobs import PENDING
from experiments.store.results import JobState
from ui.common.page import plain
from ui.common.sweep import n_workers, stop_or_join, waiting_already, with_status
from ui.common.window import theme
from ui.race.rows import races_of


def describe_offer(experiments: list[Experiment], to_do: list[Experiment]) -> str:
    """How many runs are left (one per learner and seed), and the least time that they take."""
    if not to_do:
        return "All runs of this choice have finished here, are running or are waiting."
    budget = budget_of(experiments[0])
    n_known, n = len(experiments) - len(to_do), len(experiments)
    known = f" ({n_known} of {n} have finished, are running or are waiting)" if n_known else ""
    at_once = min(n_workers(), len(to_do))
    turns = ""
    if at_once == 1:
        turns = ", one after the other"
    elif at_once < len(to_do):
        turns = f", {at_once} at a time"
    seconds = in_words(math.ceil(len(to_do) / at_once) * budget)
    runs = f"{counted(len(to_do), 'run')} of {in_words(budget)}{known}{turns}"
    return f"{runs}: at least {seconds} on this machine{waiting_already('after')}."


def show_clocks(experiments: list[Experiment], jobs: dict[str, JobState]) -> None:
    """How many runs are finished, the clocks of the seed that is running, and Cancel."""
    n_done = len(with_status(experiments, jobs, "done"))
    left = with_status(experiments, jobs, *PENDING)
    budget = budget_of(experiments[0])
    seconds_left = [budget * (1 - jobs[run.id].progress) for run in left]
    seconds = max(sum(seconds_left) / n_workers(), *seconds_left, 1.0)
    part = (n_done + sum(jobs[run.id].progress for run in left)) / (n_done + len(left))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        note = f"{n_done} of {n_done + len(left)} runs finished, at least {in_words(seconds)} left"
        st.progress(min(part, 1.0), note, width="stretch")
        stop_or_join(left)
    seed = left[0].seed
    sides = [run for run in experiments if run.seed == seed]
    for column, side in zip(st.columns(len(sides), gap="medium"), sides, strict=True):
        with column:
            show_side(side, jobs[side.id])
    if n_workers() == 1:
        st.caption("This server has one worker, so they run one after the other. Each has its own clock.")


def show_side(side: Experiment, state: JobState) -> None:
    """One side's clock, its best model so far, and its current trial."""
    colour = look(side.learner).text[theme()]
    st.html(f'<span style="color: {colour}; font-weight: 700">{look(side.learner).label}</span>')
    steps = climb(steps_found(state.found) or steps_of_finished(side))
    with st.container(horizontal=True, gap="large"):
        st.metric(f"Time used, of {in_words(budget_of(side))}", clock_of(side, state), width="content")
        best = f"{100 * steps[-1].validation:.1f} %" if steps else "–"
        st.metric("Best so far, on validation images", best, width="content")
    st.caption(plain(activity(side, state)))


def clock_of(side: Experiment, state: JobState) -> str:
    """The seconds that a race has taken; a dash if it is waiting, failed or was cancelled."""
    if state.status == "running":
        return f"{budget_of(side) * state.progress:.0f} s"
    rows = races_of([side], with_recorded=False).rows
    if state.status != "done" or rows.empty:
        return "–"
    return f"{rows[SECONDS].iloc[0].sum():.0f} s"


def steps_of_finished(side: Experiment) -> list[RaceStep]:
    """The steps of a finished race, from its row."""
    rows = races_of([side], with_recorded=False).rows
    return steps_in(rows["details"].iloc[0]) if len(rows) else []


def activity(side: Experiment, state: JobState) -> str:
    """What a side is doing."""
    race = f"Race {side.seed + 1}"
    if state.status == "queued":
        return f"{race}: waiting for a free worker"
    if state.status == "running":
        return f"{race}: {state.note.rpartition(BY_VALIDATION)[2] or 'starting'}"
    return f"{race}: finished" if state.status == "done" else f"{race}: {state.status}"
