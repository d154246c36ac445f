"""The curve that grows while it is measured, with its folded parts."""

from functools import partial

import pandas as pd
import streamlit as st

from catalogue.dataset import Images
from charts.common.style import View
from experiments.spec import Experiment
from ui.common import source
from ui.common.live import while_measured
from ui.common.sweep import show_progress
from ui.data_size.curve import comparison, show_accuracy, show_finding, show_time
from ui.data_size.folded import fold


def curve_and_progress(experiments: list[Experiment], images: Images, view: View) -> None:
    """Progress and curve, which grows point by point."""
    with_recorded = recorded_too(experiments)
    show_found = partial(show, experiments, images, view, with_recorded=with_recorded)
    while_measured(experiments, partial(show_progress, experiments, images), show_found)


def recorded_too(experiments: list[Experiment]) -> bool:
    """Whether to draw recorded rows beside the ones measured here, where there are any."""
    n_own = len(source.rows_of(experiments, with_recorded=False))
    if len(source.rows_of(experiments, with_recorded=True)) == n_own:
        return False
    return st.toggle("Recorded results too", value=True, key="recorded", bind="query-params")


def show(experiments: list[Experiment], images: Images, view: View, *, with_recorded: bool) -> None:
    """Finding, both charts and the folded parts, or what to do when nothing is measured yet."""
    rows = source.rows_of(experiments, with_recorded=with_recorded)
    if rows.empty:
        st.info("Nothing is measured yet for this choice. Press **Run**: the curve grows here, point by point.")
        return
    shown = comparison(rows, view)
    show_finding(shown)
    show_accuracy(shown, "accuracy")
    show_time(shown, "time")
    fold(shown, images.title, source.command(pd.DataFrame(experiments)))
