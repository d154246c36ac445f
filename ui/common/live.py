"""Results that grow while they are measured, and stop polling when all is done."""

import random
from collections.abc import Callable
from functools import partial

import streamlit as st

from catalogue.dataset import Images
from experiments.spec import Experiment
from experiments.store.jobs import PENDING
from experiments.store.results import JobState
from ui.common.sweep import offer, show_progress, states, watched, with_status

POLL_SECONDS = 1.0
DRAW_SECONDS = 4.0
"""Drawing charts costs ten times as much as showing progress."""


def spread(seconds: float) -> float:
    """The interval with up to 20 % more or less, so that thirty visitors who opened a page together poll apart."""
    return seconds * random.uniform(0.8, 1.2)


def offer_and_watch(experiments: list[Experiment], images: Images, show_results: Callable[[], None]) -> None:
    """Offer to run the experiments, and show progress and results while they run."""
    offer(experiments, images)
    while_measured(experiments, partial(show_progress, experiments, images), show_results)


def while_measured(
    experiments: list[Experiment], show_states: Callable[[dict[str, JobState]], None], show_results: Callable[[], None]
) -> None:
    """Show the states each second and the results every few, for as long as an experiment waits or runs."""
    polls = bool(with_status(experiments, states(experiments), *PENDING))

    @st.fragment(run_every=spread(POLL_SECONDS) if polls else None)
    def progress() -> None:
        jobs = watched(experiments)
        if not polls:
            return
        if with_status(experiments, jobs, *PENDING):
            show_states(jobs)
        else:
            st.rerun()

    progress()
    st.fragment(show_results, run_every=spread(DRAW_SECONDS) if polls else None)()
