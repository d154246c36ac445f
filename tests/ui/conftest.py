"""Pages drawn without a browser, on a store of their own and an engine in this process."""

import pytest
import streamlit as st

from experiments.approximation import row as approximation
from experiments.robustness import row as robustness
from experiments.spec import Experiment, Result
from experiments.store.results import Store
from settings import settings
from tests.analysis.synthetic import rows as synthetic_rows
from timing.rows import files
from ui.common import source


@pytest.fixture(autouse=True)
def fresh(home, monkeypatch, tmp_path):
    """No cached store, engine or images of an earlier test; nothing recorded."""
    monkeypatch.setenv("CROSSOVER_ENGINE", "inline")
    monkeypatch.setenv("CROSSOVER_FIRST_MODELS", "false")
    monkeypatch.setattr(source, "RECORDED", tmp_path / "recorded")
    monkeypatch.setattr(files, "RECORDED", tmp_path / "recorded-timing")
    monkeypatch.setattr(approximation, "RECORDED", tmp_path / "recorded-approximation")
    monkeypatch.setattr(robustness, "RECORDED", tmp_path / "recorded-robustness")
    monkeypatch.setattr(type(st.context), "cookies", {})  # a page test has no browser, and mocks its cookies
    settings.cache_clear()
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def measured():
    """Fill the store with invented results: of a data set, and of an origin."""

    def fill(dataset: str, origin: str, sizes=(100, 500, 2000, 5000, 10000), recipes=("quick", "thorough")) -> None:
        store = Store(settings().results_url)
        made = synthetic_rows(sizes=sizes, n_test=1500)
        for row in made[made["recipe"].isin(recipes)].to_dict("records"):
            store.add(result(row, dataset), origin)
        store.close()

    return fill


def result(row: dict, dataset: str) -> Result:
    """The result of an invented row."""
    experiment = Experiment(dataset, row["learner"], row["n_train"], row["seed"], row["recipe"])
    measured = {name: row[name] for name in Result.__dataclass_fields__ if name in row and name != "experiment"}
    measured |= {"versions": {"torch": "2.15"}, "details": {"augmentation": "none"}, "predictions": b""}
    return Result(experiment=experiment, **measured)
