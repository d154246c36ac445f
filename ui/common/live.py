"""Results that grow while they are measured, and stop polling when all is done."""

import random
import time
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from catalogue.dataset import Images
from experiments.spec import Experiment
from experiments.store.jobs import PENDING
from experiments.store.results import JobState
from ui.common.sweep import describe_offer, offer, recent_states, show_progress, states, with_status
from ui.common.visitor import visitor

POLL_SECONDS = 1.0
DRAW_SECONDS = 4.0
"""Drawing charts costs ten times as much as showing progress."""

CROWD = 15
"""Up to this many visitors poll at full speed."""
GONE_SECONDS = 60.0


@st.cache_resource(show_spinner=False)
def polled_at() -> dict[str, float]:
    """When each visitor polled last."""
    return {}


def n_polling() -> int:
    """How many visitors poll, including this one."""
    polls, now = polled_at(), time.monotonic()
    polls[visitor()] = now
    for who, last in list(polls.items()):
        if now - last > GONE_SECONDS:
            polls.pop(who, None)
    return len(polls)


def interval(seconds: float) -> float:
    """The seconds between two polls: more in a crowd, so that the server has the same work for many as for `CROWD`.

    The interval varies at random by up to 20 %, so that visitors who opened a page together poll at different times.
    """
    return seconds * max(1.0, n_polling() / CROWD) * random.uniform(0.8, 1.2)


def offer_and_watch(
    experiments: list[Experiment], images: Images, show_results: Callable[[], None], key: str = ""
) -> None:
    """Offer to run the experiments, and show progress and results while they run."""
    offer("Run", ":material/play_arrow:", experiments, partial(describe_offer, experiments, images), key)
    show_states = partial(show_progress, experiments, images, key=key)
    while_measured(experiments, states(experiments), show_states, show_results)


def while_measured(
    experiments: list[Experiment],
    jobs: dict[str, JobState],
    show_states: Callable[[dict[str, JobState]], None],
    show_results: Callable[[], None],
    statuses: Sequence[str] = PENDING,
) -> None:
    """Show the states each second and the results every few seconds, for as long as an experiment waits or runs.

    With other `statuses`, for as long as an experiment has one of these; `jobs` are the states at first.
    """
    polls = bool(with_status(experiments, jobs, *statuses))

    @st.fragment(run_every=interval(POLL_SECONDS) if polls else None)
    def progress() -> None:
        if not polls:
            return
        polled_at()[visitor()] = time.monotonic()
        recent = recent_states(experiments)
        if with_status(experiments, recent, *statuses):
            show_states(recent)
        else:
            st.rerun()

    progress()
    st.fragment(show_results, run_every=interval(DRAW_SECONDS) if polls else None)()
