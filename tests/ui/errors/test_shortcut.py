"""The shortcut trap on its page: the finding from rows, what is offered without any, and other pages without them."""

from dataclasses import replace

import numpy as np
import pytest

import catalogue
from catalogue.sources.shortcut import is_usual
from experiments.spec import Experiment
from experiments.store.results import Store
from settings import settings
from tests.analysis.synthetic import row
from tests.ui.conftest import result
from tests.ui.part import open_page, opened, words
from ui.common import source

pytestmark = pytest.mark.slow


def shown():
    """The part alone."""
    from ui.errors.shortcut import show_shortcut

    show_shortcut()


def stored(learner: str, share: int, n_swapped: int, origin: str = "one-machine", seeds: int = 3) -> None:
    """Rows that got all images with the usual background right, and this many of the 500 others."""
    right = is_usual().copy()
    right[np.flatnonzero(~right)[:n_swapped]] = True
    store = Store(settings().results_url)
    for seed in range(seeds):
        made = result(row(learner, "quick", 500, seed, right), "shortcut")
        named = Experiment(f"shortcut-{share}", learner, 500, seed, data_version=catalogue.version("shortcut-95"))
        store.add(replace(made, experiment=named), origin)
    store.close()


def recorded() -> None:
    """Two learners at two shares."""
    for learner, n_swapped in (("svm", 250), ("cnn", 100)):
        stored(learner, 50, 490)
        stored(learner, 95, n_swapped)


def test_the_finding_names_who_fell_for_it_more():
    """At the share that was chosen; with its group accuracies, the chart and what helps."""
    recorded()
    page = opened(shown)
    said = words(page)

    assert "swapping it costs the CNN 80 points and the SVM 50 points. The CNN fell for it more" in said
    assert "Both fell by at least 20 points" in said
    assert "98 % for the SVM and 98 % for the CNN" in said
    assert len(page.get("plotly_chart")) == 1
    assert len(page.get("imgs") or page.get("image")) == 4


def test_another_share_has_another_finding():
    """The nearest one that is measured."""
    recorded()

    assert "in 50 %" in words(opened(shown, errors_share="60 %"))
    assert "in 95 %" in words(opened(shown, errors_share="x"))


def test_without_rows_it_offers_to_measure():
    """No chart and no finding, but a sentence, the images and the offer."""
    page = opened(shown)

    assert "Nothing has been measured at any share" in page.info[0].value
    assert not page.header
    assert [part.label for part in page.expander] == ["Measure it here"]


def test_what_is_measured_here_is_told_beside_what_is_recorded():
    """The sentence of one seed, and a line of its own in the numbers."""
    recorded()
    stored("svm", 95, 400, origin="live", seeds=1)
    page = opened(shown)
    page.session_state["errors_live"] = True
    page.run()

    assert "Measured here at 95 % (one seed)" in words(page)
    assert "a fall of 20 points" in words(page)
    assert "SVM, here" in page.table[0].value.to_string().replace("\\", "")


def test_other_lists_have_no_line_more():
    """Neither the rows on offer nor home know the trap's data sets; a table of all rows has a title for them."""
    recorded()
    rows = source.all_rows()

    assert len(rows) == 12
    assert source.on_offer(rows).empty
    assert source.recorded_rows().empty
    assert source.title("shortcut-95") == "Shortcut, 95 %"


def test_the_part_opens_on_the_page():
    """Beside rows of other images, whose list has no data set more."""
    recorded()
    store = Store(settings().results_url)
    for learner in ("svm", "cnn"):
        store.add(result(row(learner, "quick", 100, 0, np.arange(1500) > 0), "digits"))
    store.close()
    page = open_page("errors", part="The shortcut trap")

    assert not page.exception
    assert "With the usual background in 95 %" in words(page)
    assert page.selectbox(key="errors_images").options == ["Digits"]
