"""The promises of the engine hold in SQLite and in Postgres."""

import pytest

from tests.experiments.databases import KINDS, empty_store


@pytest.fixture(params=KINDS)
def store(tmp_path, request):
    """An empty database of either kind."""
    with empty_store(request, tmp_path / "home") as store:
        yield store
