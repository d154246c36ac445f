"""Accuracy against data size: finding, chart and caption from the rows."""

from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd
import streamlit as st

from analysis.common.machine import one_recording
from analysis.common.summary import summarise
from analysis.data_size.crossover import Crossover, crossovers
from analysis.data_size.finding import finding, finding_of_all, preferred, saving
from analysis.data_size.learning_curve import PowerLaw, power_laws
from charts.common.captions import describe_accuracy, describe_time
from charts.common.style import View
from charts.data_size.chart import accuracy_against_size
from charts.data_size.laws import describe_law
from charts.data_size.time import time_against_size
from ui.common.chart import Draw, for_visitor, show_chart, show_rest, terms_of
from ui.common.page import plain, show_caption
from ui.common.source import key_of_results


@dataclass(frozen=True, eq=False)
class Comparison:
    """The rows of one data set and what follows from them, each computed once."""

    key: str  # identifies the rows, the view and the margin
    rows: pd.DataFrame
    view: View = "accuracy"
    margin: float | None = None  # the smallest difference that the test images can show, if the chart marks it
    names_best: bool = False  # whether the finding names the best of all learners, not only of the SVM and the CNN

    @cached_property
    def accuracy_rows(self) -> pd.DataFrame:
        """The rows whose accuracy is shown."""
        return one_recording(self.rows)

    @cached_property
    def summary(self) -> pd.DataFrame:
        """Mean and band at each size."""
        return summarise(self.accuracy_rows)

    @cached_property
    def times(self) -> pd.DataFrame:
        """Mean seconds at each size, on every machine."""
        return summarise(self.rows)

    @cached_property
    def crossovers(self) -> list[Crossover]:
        """Where the curves cross, for each recipe and origin."""
        return crossovers(self.accuracy_rows)

    @cached_property
    def laws(self) -> list[PowerLaw]:
        """The fitted law of each curve, for the error view."""
        rows = self.accuracy_rows
        return power_laws(rows[rows["learner"].isin(["svm", "cnn"])]) if self.view == "error" else []

    @cached_property
    def finding(self) -> str:
        """The finding in words, from rows measured here or else from recorded ones."""
        if self.names_best:
            return finding_of_all(self.accuracy_rows, self.summary)
        return finding(preferred(self.crossovers), self.summary)

    @cached_property
    def caption(self) -> str:
        """The caption: what the chart shows, and where it was measured."""
        return describe_accuracy(self.summary, self.margin if self.view == "accuracy" else None)


def draw_accuracy(shown: Comparison) -> Draw:
    """The function that draws the chart of accuracy or error."""
    return partial(
        accuracy_against_size,
        shown.summary,
        shown.crossovers,
        view=shown.view,
        fits=shown.laws,
        margin=shown.margin,
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def cached_comparison(key: str, view: View, margin: float | None, names_best: bool, _rows: pd.DataFrame) -> Comparison:
    """The comparison, cached by the rows' key, because Streamlit would hash only a sample of a large frame."""
    made = Comparison(f"{key} {view} {margin}", _rows, view, margin, names_best)
    _ = made.crossovers, made.laws, made.summary, made.times  # computed now, once for all sessions that share it
    return made


def comparison(
    rows: pd.DataFrame, view: View = "accuracy", margin: float | None = None, *, names_best: bool = False
) -> Comparison:
    """The comparison of these rows, cached."""
    return cached_comparison(key_of_results(rows), view, margin, names_best, rows)


def show_accuracy(shown: Comparison, key: str) -> None:
    """The chart, the sentences that do not fit in the headline, the caption, and of the error view the fitted laws."""
    figure = for_visitor(draw_accuracy(shown), f"accuracy {shown.key}")
    show_chart(figure, key, shown.finding)
    show_rest(shown.finding)
    if words := saving(shown.summary):  # what pretrained features save
        st.markdown(plain(words))
    show_caption(shown.caption, terms_of(figure))
    for law in shown.laws:
        show_caption(describe_law(law))


def show_time(shown: Comparison, key: str) -> None:
    """The second chart: the seconds that each learner takes."""
    figure = for_visitor(partial(time_against_size, shown.times), f"time {shown.key}")
    caption = describe_time(shown.times)
    show_chart(figure, key, caption, caption)
