"""A sweep divided among a class: each browser asks for a point at a time, and the curve grows for all who watch it."""

import re
from collections.abc import Callable, Collection
from functools import partial

import streamlit as st

from analysis.common.wording import count, counted
from catalogue.dataset import Images
from charts.common.families import variant_label
from experiments.spec import Experiment
from experiments.store.jobs import PENDING
from experiments.store.results import JobState
from ui.common import source
from ui.common.live import while_measured
from ui.common.page import plain, show_refusal
from ui.common.sweep import states, submit, with_status
from ui.common.visitor import visitor

PARAMETER = "divide"
MINE = "data_size_part"
FREE = ("failed", "cancelled")
"""The states of points that nobody waits for."""
UNMEASURED = (*PENDING, *FREE)
BROWSER = "[0-9a-f]{32}"
"""The form of a browser's name; other names that ask for points, such as `first start`, are not of the class."""


def is_divided() -> bool:
    """Whether the page's address says that the class divides the sweep."""
    return st.query_params.get(PARAMETER, "").lower() in ("true", "1")


def divide_and_watch(experiments: list[Experiment], images: Images, show_results: Callable[[], None]) -> None:
    """The button for one point, how many take part, and results, until all points are measured."""
    source.engine()  # it continues what an earlier server left unfinished
    jobs = states(experiments)
    if not with_status(experiments, jobs, *UNMEASURED):
        _show(experiments, images, jobs)
    while_measured(experiments, jobs, partial(_show, experiments, images), show_results, UNMEASURED)
    st.button("Measure all points at once", type="tertiary", key="data_size_whole", on_click=_stop_dividing)


def takers(who: Collection[str], me: str) -> str:
    """`You and 29 others measure this curve`: the browsers that asked for a point of it."""
    n_others = sum(bool(re.fullmatch(BROWSER, name)) for name in who if name != me)
    others = counted(n_others, "other")
    if me in who:
        return f"You and {others} measure this curve" if n_others else "So far you measure this curve alone"
    if n_others:
        return f"{counted(n_others, 'browser')} {'measures' if n_others == 1 else 'measure'} this curve"
    return "Nobody has asked for a point of this curve yet"


def _show(experiments: list[Experiment], images: Images, jobs: dict[str, JobState]) -> None:
    """What this browser may do now, and how far the class is."""
    free = with_status(experiments, jobs, *FREE)
    mine = next((one for one in experiments if one.id == st.session_state.get(MINE)), None)
    with st.container(horizontal=True, vertical_alignment="center"):
        if mine and jobs[mine.id].status in PENDING:
            st.markdown(f"Your point: **{plain(_describe(mine, images))}**. It is waiting or being measured.")
        elif free:
            label = "Measure another point" if mine else "Measure one point"
            st.button(label, type="primary", icon=":material/add_location:", key="run_part", on_click=_take,
                      args=(experiments,))  # fmt: skip
        else:
            st.markdown("Every point of this curve is measured, or somebody has asked for it.")
    n_done = len(with_status(experiments, jobs, "done"))
    who = takers(source.store().askers([one.id for one in experiments]), visitor())
    st.markdown(f"**{who}: {count(n_done)} of {counted(len(experiments), 'point')} measured.**")
    show_refusal()


def _take(experiments: list[Experiment]) -> None:
    """Ask for a point that nobody has asked for; browsers that submit together rarely choose the same."""
    free = with_status(experiments, states(experiments), *FREE)
    if free:
        point = free[int(visitor(), 16) % len(free)]
        submit([point])
        st.session_state[MINE] = point.id


def _describe(point: Experiment, images: Images) -> str:
    """`CNN on 500 images of Digits, seed 2`."""
    learner = variant_label(point.learner, dict(point.settings))
    return f"{learner} on {count(point.n_train)} images of {images.title}, seed {point.seed}"


def _stop_dividing() -> None:
    st.query_params.pop(PARAMETER, None)
