"""What to measure, and its curve, which grows while it is measured, with its folded parts."""

from functools import partial

import pandas as pd
import streamlit as st

from catalogue.dataset import Images
from charts.common.style import View
from experiments.plan import plan, usual_sizes
from experiments.spec import Experiment
from ui.common import commands, pickers, source
from ui.common.live import offer_and_watch
from ui.data_size.divided import divide_and_watch, is_divided
from ui.data_size.folded import show_curves
from ui.data_size.recorded import show_recorded


def choose_sweep() -> tuple[list[Experiment], Images, View] | None:
    """The visitor's experiments, their images and how rows are drawn.

    None if nothing can be measured, once the page has said why and shown recorded results.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        entry = pickers.pick_dataset(source.entries())
        recipes = pickers.pick_recipes("recipe", "quick")
        learners = pickers.pick_learners()
    images = source.images(entry)
    if images is None:
        show_recorded(entry.name, learners, recipes)
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sizes = pickers.pick_sizes(usual_sizes(images))
        seeds = pickers.pick_seeds()
        view = pickers.pick_view("view")
    if not learners:
        st.info("Choose at least one learner above.")
        return None
    return plan(entry.name, images, learners, sizes, seeds, recipes), images, view


def curve_and_progress(experiments: list[Experiment], images: Images, view: View) -> None:
    """The offer to run, progress, and the curve, which grows point by point."""
    n_all = len(source.rows_of(experiments, with_recorded=True))
    n_own = len(source.rows_of(experiments, with_recorded=False))
    # A curve that a school class divides among its browsers starts empty, and shows only the points measured there.
    with_recorded = not is_divided() and pickers.wants_recorded(n_all, n_own)
    command = commands.to_run(pd.DataFrame(experiments))
    watch = divide_and_watch if is_divided() else offer_and_watch
    watch(experiments, images, partial(show, experiments, images.title, view, command, with_recorded=with_recorded))


def show(experiments: list[Experiment], title: str, view: View, command: str, *, with_recorded: bool) -> None:
    """Finding, both charts and the folded parts, or what to do while nothing is measured."""
    rows = source.rows_of(experiments, with_recorded=with_recorded)
    if rows.empty:
        press = "Measure one point" if is_divided() else "Run"
        st.info(f"Nothing is measured yet with these choices. Press **{press}**: the curve grows here, point by point.")
        return
    show_curves(rows, view, title, command)
