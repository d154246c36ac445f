"""Servers that share a database: what a lost one left is measured by another, without anybody asking again."""

import time

import pytest

from experiments.engine.dispatch import open_engine
from experiments.engine.takeover import Takeover
from experiments.store.owner import new_owner
from tests.experiments.engine.test_dispatch import VERB, statuses, toys, until

EVERY = 0.1


@pytest.fixture
def other(store):
    """An engine that nobody has asked for anything, watched over."""
    engine = open_engine(store, "inline", VERB)
    watching = Takeover(engine, EVERY)
    yield engine
    watching.close()
    engine.close()


def test_what_a_lost_server_left_is_measured_by_one_that_nobody_asked(store, other, tmp_path):
    """Queued there, and running there when its process ended."""
    ids = store.enqueue(toys(tmp_path / "log"), "a visitor of the lost server")
    name, process, started, number = new_owner().split("|")
    store.claim(f"{name}|{process}|{started}1|{number}", 1)  # a process of this number that started at another time

    assert until(lambda: statuses(store.states(ids)) == ["done"] * 3)


def test_what_a_living_server_measures_is_left_to_it(store, other, tmp_path):
    """It may be a command that measures in its own process."""
    ids = store.enqueue(toys(tmp_path / "log"), "terminal")
    store.claim(new_owner(), 1)
    time.sleep(5 * EVERY)

    assert statuses(store.states(ids)) == ["running", "queued", "queued"]
