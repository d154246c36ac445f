"""A data set whose images are not on this machine: its pages offer them, and show what was recorded on a copy."""

import pytest

from settings import ROOT
from tests.ui.part import open_page, words
from ui.common import source

pytestmark = pytest.mark.slow

COPY = "recorded on another machine with **CIFAR-10 (JPEG copy)**"


@pytest.fixture
def shipped(monkeypatch):
    """The rows that every installation starts with."""
    monkeypatch.setattr("experiments.store.results.RECORDED", ROOT / "recorded")
    source.store().load_recorded(ROOT / "recorded")


@pytest.mark.parametrize(
    ("name", "said"), [("data_size", "the CNN"), ("race", "after"), ("features", "seven families together")]
)
def test_what_was_recorded_on_a_copy_is_shown_until_the_images_are_here(shipped, name, said):
    """Finding, chart and caption, under the offer to download; the command names the copy."""
    page = open_page(name, dataset="CIFAR-10")
    assert not page.exception
    assert page.button[0].label.replace("\\", "") == "Download CIFAR-10"
    assert COPY in words(page)
    assert said in page.header[0].value
    assert len(page.get("plotly_chart")) >= 1
    assert any("--dataset cifar10-jpeg" in code.value for code in page.code)


def test_only_what_was_chosen_is_shown(shipped):
    """A learner that was not recorded there has no rows; nor has a data set without a copy."""
    assert COPY not in words(open_page("data_size", dataset="CIFAR-10", learners="Majority class"))
    assert "recorded on another machine" not in words(open_page("data_size", dataset="Fashion-MNIST"))
