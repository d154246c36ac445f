"""Either kind of database, for tests of what must hold in both."""

from contextlib import contextmanager

from experiments.store.results import Store

KINDS = ("sqlite", "postgres")
"""The parameters of a fixture that `empty_store` makes."""


@contextmanager
def empty_store(request, folder):
    """An empty database of the kind that the fixture's parameter names; SQLite's is a file in the folder."""
    is_file = request.param == "sqlite"
    store = Store(f"sqlite:///{folder / 'results.sqlite'}" if is_file else request.getfixturevalue("postgres")())
    yield store
    store.close()
