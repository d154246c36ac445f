"""Pages drawn without a browser, on a store of their own and an engine in this process."""

from functools import cache
from shutil import copytree

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner

from catalogue.sources import embedded, shapes
from experiments.approximation import row as approximation
from experiments.robustness import row as robustness
from experiments.spec import Experiment, Result
from experiments.store.results import RECORDED, Store
from settings import settings
from tests.analysis.synthetic import rows as synthetic_rows
from timing.rows import files
from ui.common import source
from ui.first_models import copy_recorded_models


@pytest.fixture(scope="session", autouse=True)
def scanned_once():
    """Streamlit searches all installed packages for components at a server's start, and for every run of a page here.

    They are the same each time: to search them once saves 0.3 s of processor time a run.
    """
    with pytest.MonkeyPatch.context() as patch:
        name = "scan_component_manifests"
        patch.setattr(manifest_scanner, name, cache(getattr(manifest_scanner, name)))
        yield


@pytest.fixture(scope="session", autouse=True)
def made_once(tmp_path_factory):
    """Every test has an empty home, in which the same thousands of images would be made anew."""
    kept = tmp_path_factory.mktemp("images")

    def once(make):
        def copied(*given):
            *cue, folder, progress = given
            made = kept / "-".join([make.__name__, *cue])
            if not made.exists():
                make(*cue, made, progress)
            copytree(made, folder)

        return copied

    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((shapes, "make_shapes"), (embedded, "make_digits"), (embedded, "make_textures")):
            patch.setattr(module, name, once(getattr(module, name)))
        yield


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
def shipped(fresh, monkeypatch):
    """The recorded rows and models of this copy, as a new installation has them."""
    monkeypatch.setattr(source, "RECORDED", RECORDED)
    for module, folder in ((files, "timing"), (approximation, "approximation"), (robustness, "robustness")):
        monkeypatch.setattr(module, "RECORDED", RECORDED / folder)
    copy_recorded_models()


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
