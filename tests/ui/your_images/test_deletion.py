"""Visitors' images are deleted by the server, when they expire and when the visitor says so."""

import time

import pytest

from experiments.spec import Experiment
from settings import settings
from tests.experiments.engine.test_dispatch import until
from tests.experiments.toy import result
from tests.timing.visitors.reports import report
from timing.visitors import folder
from ui import startup
from ui.common import source
from ui.your_images import deletion
from ui.your_images.deletion import Expiry
from uploads.folder import uploads


@pytest.fixture
def asked(monkeypatch):
    """What the inference worker was asked."""
    asked = []
    monkeypatch.setattr(source.inference_worker(), "ask", lambda *question: asked.append(question))
    return asked


@pytest.fixture
def expired(monkeypatch):
    """Makes an expired data set."""

    def expired():
        begun = uploads().begin("ann", "Cats")
        source.store().add(result(Experiment(begun.name, "svm", 10)))
        monkeypatch.setenv("CROSSOVER_KEEP_UPLOADS_HOURS", "0.0000001")
        settings.cache_clear()
        return begun

    return expired


def test_the_server_deletes_before_its_first_visitor_until_it_ends(expired):
    """What is expired when the server starts is deleted at once."""
    begun = expired()
    startup.get_ready()
    assert until(lambda: not begun.folder.exists() and source.store().rows().empty)
    thread = deletion.expiry()._thread
    startup.close()
    assert not thread.is_alive()


def test_rows_of_visitors_gpus_are_deleted_although_nobody_looks(monkeypatch):
    """After the same hours as images, by the same thread."""
    folder.add("ann", report())
    monkeypatch.setenv("CROSSOVER_KEEP_UPLOADS_HOURS", "0.0000001")
    settings.cache_clear()
    thread = Expiry(source.engine())
    assert until(lambda: not list(folder.folder().glob("*.json")))
    thread.close()


def test_it_goes_on_every_few_minutes_whatever_happens(expired, asked, monkeypatch, caplog):
    """A round that fails is in the log, and the next one does its work; then the worker clears its caches too."""
    rounds = []
    whole = source.engine().delete_expired

    def fail_first():
        rounds.append(time.monotonic())
        if len(rounds) < 3:
            raise OSError("The disk is away.")
        return whole()

    monkeypatch.setattr(source.engine(), "delete_expired", fail_first)
    begun = expired()
    thread = Expiry(source.engine(), every_seconds=0.01)
    assert until(lambda: asked)
    thread.close()

    assert not begun.folder.exists()
    assert asked == [("explain.verbs:clear_caches",)]
    assert "The disk is away." in caplog.text


def test_a_page_deletes_at_once(asked):
    """The folder, the rows, and what is cached of them in this process and in the worker."""
    mine, other = uploads().begin("ann", "Cats"), uploads().begin("bob", "Dogs")
    for upload in (mine, other):
        source.store().add(result(Experiment(upload.name, "svm", 10)))
    assert len(source.all_rows()) == 2
    deletion.delete(mine.name)

    assert uploads().names() == [other.name]
    assert source.all_rows()["dataset"].tolist() == [other.name]
    assert asked == [("explain.verbs:clear_caches",)]


def test_a_page_deletes_also_when_the_worker_is_lost(monkeypatch):
    """A worker that is gone holds nothing."""

    def lost(*question):
        raise ConnectionError("lost")

    monkeypatch.setattr(source.inference_worker(), "ask", lost)
    mine = uploads().begin("ann", "Cats")
    deletion.delete(mine.name)
    assert uploads().names() == []
