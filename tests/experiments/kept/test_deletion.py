"""Deletion: of a visitor's data set nothing stays, on disk or in rows, and nothing of it comes back."""

import os
import threading
import time

import numpy as np
import psutil
import pytest
import sqlalchemy as sa

from catalogue.arrays import Arrays, save
from experiments.engine.dispatch import open_engine
from experiments.kept import deletion
from experiments.kept.deletion import delete_dataset, delete_expired
from experiments.kept.model_store import ModelStore, model_store
from experiments.kept.run_and_keep import run_and_keep
from experiments.spec import Experiment, sweep
from experiments.store.schema import jobs, requests, results
from settings import settings
from tests.experiments.engine.test_dispatch import PATIENCE, VERB, log, open_one, statuses, until  # noqa: F401
from tests.experiments.toy import result
from uploads import folder
from uploads.folder import LEFTOVER_SECONDS, uploads

ORPHAN = f"own-{'f' * 32}"
CLASSES = ("cat", "dog")


def brought(owner="ann", n_folds=2):
    """A visitor's data set of two classes, ready to be trained on."""
    upload = uploads().begin(owner, "Pets")
    images = np.random.default_rng(0).integers(0, 256, (40, 8, 8, 3), np.uint8)
    labels = np.arange(40, dtype=np.int64) % 2
    for number in range(1, n_folds + 1):
        save(upload.folder / "arrays" / str(number), Arrays(images, labels, images[:10], labels[:10], CLASSES))
    return uploads().choose(upload, version="1")


def training(name):
    """An experiment on each of two folds."""
    return [Experiment(dataset, "majority", 10) for dataset in (name, f"{name}.2")]


def rows(store):
    """The ids that stand in any table."""
    with store.database.connect() as connection:
        return {str(id) for table in (results, jobs, requests) for id in connection.scalars(sa.select(table.c.id))}


def disk(home):
    """Every file and folder of uploads and models, but for the locks."""
    found = (path for place in ("uploads", "models") for path in (home / place).rglob("*"))
    return {str(path.relative_to(home)) for path in found if path.name != ".lock"}


def test_nothing_is_left_of_it_and_all_of_the_others(store, home):
    """Folder, rows, jobs, requests and models of all folds go; another's and everybody's stay."""
    public = Experiment("digits", "svm", 10)
    theirs = brought("bob")
    store.enqueue([public, *training(theirs.name)], "bob")
    store.add(result(training(theirs.name)[0]))
    run_and_keep(training(theirs.name)[0])
    before = rows(store), disk(home)

    mine = brought()
    store.enqueue(training(mine.name), "ann")
    store.enqueue([Experiment(f"{mine.name}.2", "svm", 20)], "ann")
    store.finish(run_and_keep(training(mine.name)[0]))
    run_and_keep(training(mine.name)[1])
    store.add(result(training(mine.name)[0]), origin="elsewhere")
    assert len(rows(store) - before[0]) == 3
    assert any(mine.name in path for path in disk(home))
    assert sum(one.dataset.startswith(mine.name) for one in model_store().experiments()) == 2

    delete_dataset(store, mine.name)
    assert (rows(store), disk(home)) == before
    delete_dataset(store, mine.name)
    delete_dataset(store, f"{mine.name}.2")
    assert (rows(store), disk(home)) == before


def test_only_visitors_images_can_be_deleted(store):
    """A name of another form is refused before anything is touched."""
    for name in ["digits", "", "own-", "../models", "own-%", f"own-{'_' * 32}"]:
        store.enqueue([Experiment("digits", "svm", 10)], "ann")
        with pytest.raises(ValueError, match="is not the name of a visitor's data set"):
            delete_dataset(store, name)
        assert store.n_queued() == 1


def test_a_run_that_goes_on_leaves_nothing(store, home, open_one, log):  # noqa: F811
    """The running experiment stops, the waiting ones never start, and no row comes after them."""
    mine = brought()
    settings = (("log", str(log)), ("milliseconds", 20_000))
    engine = open_one()
    ids = engine.submit([Experiment(mine.name, "svm", n, settings=settings) for n in (10, 20)], "ann")
    until(lambda: statuses(store.states(ids)) == ["running", "queued"])
    engine.delete_dataset(mine.name)

    assert statuses(engine.wait(ids, timeout=PATIENCE)) == ["cancelled"] * 2
    after = engine.submit([Experiment("toy", "svm", 7)], "ann")
    assert statuses(engine.wait(after, timeout=PATIENCE)) == ["done"]  # the worker is free again
    assert rows(store) == set(after)
    assert disk(home) == set()


def test_a_result_that_comes_too_late_is_not_written_down(store):
    """What a worker finished in the last moment has no job any more; of everybody's images it is kept."""
    mine = brought()
    store.enqueue(training(mine.name), "ann")
    store.claim("engine", 2)
    delete_dataset(store, mine.name)
    for experiment in training(mine.name):
        store.finish(result(experiment))
    store.finish(result(Experiment("digits", "svm", 10)))

    assert store.rows()["dataset"].tolist() == ["digits"]
    assert store.jobs().empty


@pytest.mark.parametrize("moment", ["training", "keeping"])
def test_a_model_that_comes_too_late_is_not_kept(store, home, monkeypatch, moment):
    """Whether the images go while it learns or while it is put on the model store."""
    mine = brought()
    experiment = training(mine.name)[0]
    reached, gone = threading.Event(), threading.Event()

    def halt(call):
        def halting(*arguments, **named):
            if moment == "keeping":
                call(*arguments, **named)
            reached.set()
            gone.wait(PATIENCE)
            return None if moment == "keeping" else call(*arguments, **named)

        return halting

    monkeypatch.setattr(ModelStore, "keep", halt(ModelStore.keep))
    learns = threading.Thread(target=run_and_keep, args=(experiment,))
    learns.start()
    reached.wait(PATIENCE)
    delete_dataset(store, mine.name)
    gone.set()
    learns.join()

    assert disk(home) == set()


def test_a_measurement_by_the_engine_leaves_nothing_when_its_images_are_deleted_meanwhile(store, home, monkeypatch):
    """The real verb, from the button to the model store: the worker goes on to its end, and nothing of it is left."""
    mine = brought()
    ids = [experiment.id for experiment in training(mine.name)]
    keep, seen = ModelStore.keep, []

    def delete_first(self, experiment, *arguments):
        delete_dataset(store, mine.name)
        keep(self, experiment, *arguments)
        seen.append(experiment.id)

    monkeypatch.setattr(ModelStore, "keep", delete_first)
    engine = open_engine(store, "inline")
    try:
        engine.submit(training(mine.name), "ann")
        until(lambda: seen)
        after = engine.submit([Experiment("toys", "majority", 10)], "ann")
        engine.wait(after, timeout=PATIENCE)
    finally:
        engine.close()

    assert seen == ids[:1]
    assert rows(store) == set(after)
    assert disk(home) == set()


def test_what_expired_is_deleted_with_what_belongs_to_nobody(store, home, monkeypatch):
    """Expired, damaged, and rows, jobs and models whose images are gone; what is in time stays."""
    fresh, over, damaged, removed = brought(), brought("bob"), brought("cleo"), brought("dan")
    for upload in (fresh, over, damaged, removed):
        store.enqueue(training(upload.name), upload.owner)
        store.add(result(training(upload.name)[0]))
        run_and_keep(training(upload.name)[1])
    store.enqueue([Experiment(f"{ORPHAN}.7", "svm", 10)], "eve")
    (damaged.folder / "about.json").write_text("{")
    uploads().remove(removed.name)
    began = time.time()
    about = (fresh.folder / "about.json").read_text()
    monkeypatch.setattr(folder.time, "time", lambda: began + 25 * 3600)
    late = str(began + 2 * 3600)
    (fresh.folder / "about.json").write_text(about.replace(str(fresh.created_at), late))

    assert delete_expired(store) == sorted([over.name, damaged.name, removed.name, ORPHAN])
    assert rows(store) == {experiment.id for experiment in training(fresh.name)}
    assert {path.split("/")[1] for path in disk(home)} == {fresh.name, training(fresh.name)[1].id}
    assert delete_expired(store) == []


def test_what_was_interrupted_is_done_by_the_next_round(store, home, monkeypatch):
    """A process that dies between the folder and the rows leaves an orphan, which goes."""
    mine = brought()
    store.enqueue(training(mine.name), "ann")
    run_and_keep(training(mine.name)[0])
    with monkeypatch.context() as patched:
        patched.setattr(type(store), "delete_dataset", interrupted)
        with pytest.raises(KeyboardInterrupt):
            delete_dataset(store, mine.name)
    assert rows(store)
    assert delete_expired(store) == [mine.name]
    assert rows(store) == disk(home) == set()


def interrupted(*arguments):
    """The process ends here."""
    raise KeyboardInterrupt


def test_one_that_cannot_go_does_not_keep_the_others(store, monkeypatch, caplog):
    """The trouble is in the log, and the next round tries again."""
    first, second = sorted([brought(), brought("bob")], key=lambda one: one.name)
    monkeypatch.setenv("CROSSOVER_KEEP_UPLOADS_HOURS", "0.0000001")
    settings.cache_clear()
    whole = deletion.delete_dataset

    def fail_first(store, name):
        if name == first.name:
            raise OSError("busy")
        whole(store, name)

    monkeypatch.setattr(deletion, "delete_dataset", fail_first)
    assert delete_expired(store) == [second.name]
    assert "busy" in caplog.text
    monkeypatch.setattr(deletion, "delete_dataset", whole)
    assert delete_expired(store) == [first.name]


def test_leftovers_of_dead_processes_go_too(store, home):
    """Half a data set, older than a day."""
    left = home / "uploads" / f"{ORPHAN}.partial"
    left.mkdir(parents=True)
    os.utime(left, (time.time() - LEFTOVER_SECONDS - 9,) * 2)
    assert delete_expired(store) == []
    assert disk(home) == set()


def test_recorded_and_public_rows_are_never_expired(store):
    """Only names of visitors' data sets are looked at; "own-things" is a folder of the operator's."""
    kept = sweep("own-things", ["svm"], [10], 1) + sweep("digits", ["svm"], [10], 1)
    store.enqueue(kept, "ann")
    store.add(result(kept[0]), origin="recorded")
    assert delete_expired(store) == []
    assert rows(store) == {one.id for one in kept}


def mapped(name):
    """The processes of ours that still have a file of the data set open: as long as one has, the disk holds it."""
    ours = psutil.Process().children(recursive=True)
    return [one.pid for one in ours if any(name in region.path for region in one.memory_maps())]


@pytest.mark.slow
@pytest.mark.skipif(not psutil.LINUX, reason="only Linux tells which files a process has mapped")
def test_a_worker_process_leaves_nothing_either(store, home, setting):
    """With real processes, in the middle of a training: the worker ends, and the disk and the rows are as before."""
    setting("workers", 1)
    engine = open_engine(store, "local")
    try:
        mine = brought()
        slow = (("epochs", 200),)
        ids = engine.submit([Experiment(one, "cnn", 40, settings=slow) for one in (mine.name, f"{mine.name}.2")], "ann")
        assert until(lambda: store.states(ids)[ids[0]].progress > 0, 4 * PATIENCE)
        engine.delete_dataset(mine.name)
        engine.wait(ids, timeout=PATIENCE)
        other = brought("bob")
        after = engine.submit(training(other.name)[:1], "bob")
        assert statuses(engine.wait(after, timeout=PATIENCE)) == ["done"]
        assert mapped(other.name)
        engine.delete_dataset(other.name)
        assert until(lambda: not mapped(other.name))
        assert not mapped(mine.name)
    finally:
        engine.close()

    assert rows(store) == disk(home) == set()
