"""A store of its own for each test."""

import pytest

from experiments.store import Store
from settings import settings


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
