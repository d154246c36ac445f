"""What a server does before its first visitor."""

import numpy as np
import pytest

from experiments.store.results import Store
from settings import settings
from tests.analysis.synthetic import row
from tests.ui.conftest import result
from tests.ui.part import open_page
from ui import startup
from ui.data_size import curve

pytestmark = pytest.mark.slow


def test_the_first_page_is_worked_out_before_its_first_visitor(measured, monkeypatch):
    """Of the same rows that home then shows, whatever else is recorded: home computes nothing anew."""
    measured("cifar10-jpeg", "two-core-machine")
    store = Store(settings().results_url)
    for learner in ("majority", "pretrained"):
        store.add(result(row(learner, "quick", 100, 0, np.ones(1500, bool)), "cifar10-jpeg"), "two-core-machine")
    store.close()
    computed = []
    crossovers = curve.crossovers
    monkeypatch.setattr(curve, "crossovers", lambda rows: computed.append(len(rows)) or crossovers(rows))
    monkeypatch.setenv("CROSSOVER_FIRST_MODELS", "false")
    try:
        startup.get_ready()
        assert len(computed) == 1
        assert not open_page("home").exception
        assert len(computed) == 1
    finally:
        startup.close()
