"""The shared reading of the table is the table, and a change brings in only what is new."""

import random

import pandas as pd
import pytest

from experiments.store import results as module
from experiments.store.results import Reading, Store
from tests.experiments.toy import Experiment, result


def measured(dataset, seed):
    """A result on a data set."""
    return result(Experiment(dataset, "svm", 10, seed))


@pytest.fixture
def questions(monkeypatch):
    """The filters of every answer of the table from now on."""
    asked, rows = [], Store.rows
    monkeypatch.setattr(Store, "rows", lambda store, **filters: asked.append(filters) or rows(store, **filters))
    return asked


def test_whatever_happens_it_is_the_table(store):
    """Rows that are added, here or recorded, and data sets that are deleted, in any order."""
    shared, chance = Reading(store), random.Random(0)
    for seed in range(40):
        if chance.random() < 0.2:
            store.delete_dataset(chance.choice("abc"))
        for _ in range(chance.randrange(3)):
            store.add(measured(chance.choice("abc"), seed), chance.choice(["live", "elsewhere"]))
        pd.testing.assert_frame_equal(shared.rows().reset_index(drop=True), store.rows(), check_dtype=False)


def test_only_new_rows_are_read(store, questions):
    """Unchanged, the frame is the same object; one more row is one row read."""
    store.add_all([measured("a", seed) for seed in range(20)])
    shared = Reading(store)
    first = shared.rows()
    new = measured("a", 99)
    store.add(new)

    assert first is not shared.rows()
    assert shared.rows() is shared.rows()
    assert questions == [{}, {"id": {new.id}}]
    assert len(first) == 20  # whoever draws from it still has what it had


def test_one_deleted_and_one_added_are_noticed_after_a_while(store, monkeypatch):
    """Equal numbers of rows are no proof: another server may have done both."""
    store.add_all([measured("a", 0), measured("b", 0)])
    shared = Reading(store)
    shared.rows()
    store.delete_dataset("a")
    store.add(measured("c", 0))
    assert shared.rows()["dataset"].tolist() == ["a", "b"]
    monkeypatch.setattr(module, "TRUSTED_SECONDS", 0.0)
    assert shared.rows()["dataset"].tolist() == ["b", "c"]


def test_many_new_rows_are_read_in_one_question(store, questions, monkeypatch):
    """A database takes a limited number of names at once."""
    monkeypatch.setattr(module, "MOST_ADDED", 5)
    shared = Reading(store)
    store.add_all([measured("a", seed) for seed in range(6)])

    assert len(shared.rows()) == 6
    assert questions == [{}, {}]
