"""A store and a model store of its own for each test."""

import pytest

from experiments.kept.model_store import ModelStore
from experiments.store.results import Store
from models.register import LEARNERS, Learner
from settings import settings
from tests.experiments.toy_model import BYTES


@pytest.fixture
def store(tmp_path):
    """An empty database in a folder of its own."""
    store = Store(f"sqlite:///{tmp_path / 'home' / 'results.sqlite'}")
    yield store
    store.close()


@pytest.fixture
def setting(monkeypatch):
    """Sets an environment variable for one test, and has it read."""

    def set_one(name: str, value: object) -> None:
        monkeypatch.setenv(f"CROSSOVER_{name.upper()}", str(value))
        settings.cache_clear()

    yield set_one
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def place(tmp_path):
    """Where models are kept."""
    return tmp_path / "home" / "models"


@pytest.fixture
def three(place, monkeypatch):
    """A model store with room for three models of a learner whose models are bytes."""
    monkeypatch.setitem(LEARNERS, "toy", Learner("toy", "tests.experiments.toy_model"))
    return ModelStore(place, int(3.5 * BYTES))
