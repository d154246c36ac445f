"""The laws of the table and the queue hold in SQLite and in Postgres."""

import pytest

from experiments.store.results import Store


@pytest.fixture(params=["sqlite", "postgres"])
def store(tmp_path, request):
    """An empty database of either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'home' / 'results.sqlite'}"
    else:
        url = request.getfixturevalue("postgres")()
    store = Store(url)
    yield store
    store.close()
