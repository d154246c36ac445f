"""The part “What lifts the SVM” of the page: empty, and with rows of the unchanged SVM and of single changes."""

import numpy as np
import pytest

import catalogue
from analysis.features.plateau import RELAXED
from experiments.spec import sweep
from experiments.store.results import Store
from settings import settings
from tests.analysis.synthetic import row
from tests.ui.conftest import result
from tests.ui.part import open_page, words

pytestmark = pytest.mark.slow

N_TEST = 1500


def add(learner: str, n_train: int, share: float, **changed: object) -> None:
    """One recorded result of this learner."""
    (experiment,) = sweep(
        "digits", [learner], [n_train], 1, data_version=catalogue.version("digits"), settings={learner: changed}
    )
    made = result(row(learner, "quick", n_train, 0, np.arange(N_TEST) < share * N_TEST), "digits")
    store = Store(settings().results_url)
    store.add(type(made)(**{**vars(made), "experiment": experiment}), "a-machine")
    store.close()


def test_without_rows_it_says_how_to_measure():
    """One setting each."""
    assert "svm.and_pixels=true" in words(open_page("features", part="What lifts the SVM"))


def test_recorded_changes_are_told_and_drawn():
    """The unchanged SVM, and every change ten points better."""
    add("svm", 500, 0.6)
    for one in RELAXED:
        add(one.learner, one.times * 500, 0.7, **one.settings)
    page = open_page("features", part="What lifts the SVM")

    assert "What lifts the SVM after 500 training images: " in words(page)
    assert len(page.get("plotly_chart")) == 1
    assert "kernel=linear" in page.code[-1].value and "and_pixels=true" in page.code[-1].value
