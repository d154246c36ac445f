"""A race while it runs: both clocks, what either side has and tries, and how long it all takes yet."""

import math
from functools import partial

import streamlit as st

from analysis.common.summary import SECONDS
from analysis.common.wording import moment as in_words
from analysis.race.curve import RaceStep, climb, steps_found, steps_in
from charts.common.style import look
from experiments.race.budget import budget_of
from experiments.spec import Experiment
from experiments.store.jobs import PENDING
from experiments.store.results import JobState
from ui.common.page import plain, theme
from ui.common.sweep import behind, n_workers, offer_to, stop_or_join, with_status
from ui.race.rows import races_of


def offer_race(experiments: list[Experiment]) -> None:
    """Say what a press of Race will do, with its button."""
    offer_to("Race", ":material/timer:", experiments, partial(promise, experiments))


def promise(experiments: list[Experiment], to_do: list[Experiment]) -> str:
    """How many races are left to run, and how long they take at least."""
    if not to_do:
        return "Every race of this choice is run here or under way."
    budget = budget_of(experiments[0])
    known = f" ({len(experiments) - len(to_do)} of {len(experiments)} are run or under way)"
    known = known if len(to_do) < len(experiments) else ""
    races = "1 race" if len(to_do) == 1 else f"{len(to_do)} races"
    at_once = min(n_workers(), len(to_do))
    turns = f", {at_once} at a time" if 1 < at_once < len(to_do) else ", one after the other" if at_once == 1 else ""
    seconds = in_words(math.ceil(len(to_do) / at_once) * budget)
    return f"{races} of {in_words(budget)}{known}{turns}: at least {seconds} on this machine{behind()}."


def show_clocks(experiments: list[Experiment], found: dict[str, JobState]) -> None:
    """How many races are run, the two that run now, and Cancel."""
    n_done = len(with_status(experiments, found, "done"))
    left = with_status(experiments, found, *PENDING)
    budget = budget_of(experiments[0])
    to_go = [budget * (1 - found[one.id].progress) for one in left]
    seconds = max(sum(to_go) / n_workers(), *to_go, 1.0)
    part = (n_done + sum(found[one.id].progress for one in left)) / (n_done + len(left))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        told = f"{n_done} of {n_done + len(left)} races run, at least {in_words(seconds)} left"
        st.progress(min(part, 1.0), told, width="stretch")
        stop_or_join(left)
    seed = left[0].seed
    sides = [one for one in experiments if one.seed == seed]
    for place, one in zip(st.columns(len(sides), gap="medium"), sides, strict=True):
        with place:
            show_side(one, found[one.id])
    if n_workers() == 1:
        st.caption("One worker is here, so the two run one after the other; each has its own clock.")


def show_side(one: Experiment, state: JobState) -> None:
    """One side's clock, its best model so far, and what it tries."""
    colour = look(one.learner).text[theme()]
    st.html(f'<span style="color: {colour}; font-weight: 700">{look(one.learner).label}</span>')
    steps = climb(steps_found(state.found) or finished(one))
    with st.container(horizontal=True, gap="large"):
        st.metric(f"On its clock, of {in_words(budget_of(one))}", on_its_clock(one, state), width="content")
        best = f"{100 * steps[-1].validation:.1f} %" if steps else "–"
        st.metric("Best so far, on images kept back", best, width="content")
    st.caption(plain(doing(one, state)))


def on_its_clock(one: Experiment, state: JobState) -> str:
    """The seconds that a race has taken; none is told of one that waits, failed or was cancelled."""
    if state.status == "running":
        return f"{budget_of(one) * state.progress:.0f} s"
    rows = races_of([one], with_recorded=False).rows
    if state.status != "done" or rows.empty:
        return "–"
    return f"{rows[SECONDS].iloc[0].sum():.0f} s"


def finished(one: Experiment) -> list[RaceStep]:
    """The steps of a race that is over, from its row."""
    rows = races_of([one], with_recorded=False).rows
    return steps_in(rows["details"].iloc[0]) if len(rows) else []


def doing(one: Experiment, state: JobState) -> str:
    """What a side is at, in words."""
    race = f"Race {one.seed + 1}"
    if state.status == "queued":
        return f"{race}: waiting for a free worker"
    if state.status == "running":
        return f"{race}: {state.note.rpartition('by validation, ')[2] or 'starting'}"
    return f"{race}: over" if state.status == "done" else f"{race}: {state.status}"
