"""Two workers of somebody's scheduler, of which one has the data sets of the app's machine, and the other has not."""

import json
import time
from contextlib import closing
from types import SimpleNamespace

import numpy as np
import psutil
import pytest
from PIL import Image

import catalogue
from experiments.engine.dispatch import open_engine
from experiments.engine.roll_call import roll_call
from experiments.store.results import Store
from settings import ROOT
from tests.experiments.engine.test_cluster_of_others import connected, free_address, processes, scheduling, worker
from tests.experiments.engine.test_dispatch import PATIENCE, VERB, statuses, toys

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

OWN = f"own-{'5' * 32}"


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A worker with the app's folder of data sets and one without, each with a home of its own."""
    folder, address = tmp_path_factory.mktemp("two"), free_address()
    shelf = folder / "shelf"
    photographs(shelf / "pets")
    homes = {name: {"CROSSOVER_HOME": str(folder / name)} for name in ("with", "without")}
    data = {"CROSSOVER_DATA": str(shelf)}
    with (
        scheduling(address, folder),
        worker(address, ROOT, folder, **homes["with"], **data) as having,
        worker(address, ROOT, folder, **homes["without"]) as lacking,
    ):
        connected(address, 2).close()
        yield SimpleNamespace(address=address, folder=folder, shelf=shelf, having=having, lacking=lacking)


def photographs(folder):
    """Two classes of a few grey images."""
    for shade, name in ((40, "cat"), (200, "dog")):
        (folder / name).mkdir(parents=True)
        for number in range(5):
            Image.fromarray(np.full((8, 8), shade + number, np.uint8)).save(folder / name / f"{number}.png")


@pytest.fixture
def engine(two, tmp_path, setting):
    """An engine whose own machine has the folder of data sets."""
    setting("data", two.shelf)
    with closing(Store(tmp_path / "results.sqlite")) as store, closing(open_engine(store, two.address, VERB)) as engine:
        yield engine


def measured(engine, *experiments):
    """The states of all of them, in the end."""
    return engine.wait(engine.submit([*experiments], "ann"), timeout=PATIENCE)


def below(process):
    """The processes that this one started."""
    return {one.pid for one in psutil.Process(process.pid).children(recursive=True)}


def test_an_experiment_is_for_a_worker_that_has_its_data(two, engine, tmp_path, caplog):
    """Meanwhile the other worker measures data sets that every machine has, and the log says what it lacks."""
    pets, digits = tmp_path / "pets", tmp_path / "digits"
    version = catalogue.version("pets")
    states = measured(
        engine,
        *toys(pets, n=6, milliseconds=200, dataset="pets", data_version=version),
        *toys(digits, n=6, milliseconds=200),
    )
    assert {state.error for state in states.values()} == {""}
    assert statuses(states) == ["done"] * 12
    assert processes(pets) <= below(two.having)
    assert processes(digits) & below(two.lacking)
    lacks = [line for line in caplog.text.splitlines() if "lacks" in line]
    assert len(lacks) == 1
    assert "lacks the data set pets" in lacks[0]


def test_workers_read_no_files_of_data_sets_that_nobody_wants(two, engine, tmp_path):
    """A version is the digest of all bytes, which takes each worker minutes for a large folder."""
    digests = two.folder / "with" / "cache" / "digests"
    before = sorted(digests.glob("*"))
    photographs(two.shelf / "birds")
    states = measured(engine, *toys(tmp_path / "log", n=6, milliseconds=200))
    assert statuses(states) == ["done"] * 6
    time.sleep(1)
    assert sorted(digests.glob("*")) == before


def test_what_no_worker_has_is_one_sentence_that_says_who_lacks_it(engine, tmp_path, monkeypatch):
    """A data set that was changed on the app's machine alone, and nothing waits behind it."""
    monkeypatch.setattr("experiments.engine.holdings.PATIENCE_SECONDS", 1.0)
    states = measured(engine, *toys(tmp_path / "log", n=2, dataset="pets", data_version="new"), *toys(tmp_path / "log"))
    assert statuses(states) == ["failed"] * 2 + ["done"] * 3
    (error,) = {state.error for state in states.values()} - {""}
    assert error.startswith("No worker has the data set pets in this version: tcp://127.0.0.1:")
    assert error.count("has another version") == error.count("has none") == 1


def test_images_that_a_visitor_uploads_later_are_found(two, engine, tmp_path, monkeypatch):
    """The workers were asked before the images existed, and only one of them shares the app's home."""
    monkeypatch.setattr("experiments.engine.holdings.AGAIN_SECONDS", 0.5)
    ids = engine.submit(toys(tmp_path / "log", dataset=OWN, data_version="v"), "ann")
    assert statuses(engine.wait(ids, timeout=2)) == ["queued"] * 3
    uploaded = two.folder / "with" / "uploads" / OWN
    (uploaded / "arrays" / "1").mkdir(parents=True)
    (uploaded / "about.json").write_text(json.dumps({"title": "Pets", "choices": {"version": "v"}}))
    assert statuses(engine.wait(ids, timeout=PATIENCE)) == ["done"] * 3
    assert processes(tmp_path / "log") <= below(two.having)


def test_the_doctor_is_told_what_each_worker_lacks(two, setting):
    """And on what it trains."""
    setting("data", two.shelf)
    called = roll_call(two.address)
    assert sorted("pets" in one.lacks for one in called.values()) == [False, True]
    assert all("networks train on" in one.described for one in called.values())
