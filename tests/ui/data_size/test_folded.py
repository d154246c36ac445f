"""The fairness card has a tab for each effort and place, and in it a column for each learner."""

import pytest

from settings import ROOT
from tests.ui.part import open_page
from ui.common import source

pytestmark = pytest.mark.slow


def test_learners_that_are_compared_stand_side_by_side(monkeypatch):
    """All of one effort and place in one table, those with most rows first; the fair comparison is within a tab."""
    monkeypatch.setattr("experiments.store.results.RECORDED", ROOT / "recorded")
    source.store().load_recorded(ROOT / "recorded")
    page = open_page("home", pretrained="true")
    card = page.expander[[one.label for one in page.expander].index("Is it fair?")]
    tabs = {tab.label: list(tab.table[0].value.columns[1:]) for tab in card.tabs}
    assert list(tabs)[:2] == ["Quick, EPYC", "Thorough, EPYC"]
    assert tabs["Quick, EPYC"] == ["Handcrafted features + SVM", "CNN", "Pretrained features + SVM"]
    assert [len(columns) for columns in tabs.values()] == sorted(map(len, tabs.values()), reverse=True)
