"""A curve that grows while it is measured, and rests when it is done."""

from collections.abc import Callable

import streamlit as st

from experiments.spec import Experiment
from experiments.store.jobs import PENDING
from experiments.store.results import JobState
from ui.common.rhythm import DRAW_SECONDS, POLL_SECONDS, spread
from ui.common.sweep import states, watched, with_status


def while_measured(
    experiments: list[Experiment], show_standing: Callable[[dict[str, JobState]], None], show_found: Callable[[], None]
) -> None:
    """How the experiments stand each second, and what is found every few, for as long as something waits or runs."""
    polls = bool(with_status(experiments, states(experiments), *PENDING))

    @st.fragment(run_every=spread(POLL_SECONDS) if polls else None)
    def standing() -> None:
        found = watched(experiments)
        if not polls:
            return
        if with_status(experiments, found, *PENDING):
            show_standing(found)
        else:
            st.rerun()

    standing()
    st.fragment(show_found, run_every=spread(DRAW_SECONDS) if polls else None)()
