"""Visitors' images are forgotten by the server, by and by and on demand."""

import time

import pytest

from experiments.spec import Experiment
from settings import settings
from tests.experiments.engine.test_dispatch import until
from tests.experiments.toy import result
from ui import startup
from ui.common import source
from ui.your_images import deletion
from ui.your_images.deletion import Forgetting
from uploads.folder import uploads


@pytest.fixture
def asked(monkeypatch):
    """What the desk was asked."""
    asked = []
    monkeypatch.setattr(source.inference_worker(), "ask", lambda *question: asked.append(question))
    return asked


@pytest.fixture
def over(monkeypatch):
    """Makes a data set whose time is over."""

    def over():
        begun = uploads().begin("ann", "Cats")
        source.store().add(result(Experiment(begun.name, "svm", 10)))
        monkeypatch.setenv("CROSSOVER_KEEP_UPLOADS_HOURS", "0.0000001")
        settings.cache_clear()
        return begun

    return over


def test_the_server_forgets_before_its_first_visitor_and_ends_it_with_itself(over):
    """What is over when the server starts goes at once."""
    begun = over()
    startup.get_ready()
    assert until(lambda: not begun.folder.exists() and source.store().rows().empty)
    thread = deletion.forgetting()._thread
    startup.close()
    assert not thread.is_alive()


def test_it_goes_on_every_few_minutes_whatever_happens(over, asked, monkeypatch, caplog):
    """A round that fails is in the log, and the next one does its work; then the desk forgets too."""
    rounds = []
    whole = source.engine().forget_expired

    def fail_first():
        rounds.append(time.monotonic())
        if len(rounds) < 3:
            raise OSError("The disk is away.")
        return whole()

    monkeypatch.setattr(source.engine(), "forget_expired", fail_first)
    begun = over()
    thread = Forgetting(source.engine(), every_seconds=0.01)
    thread.start()
    assert until(lambda: asked)
    thread.close()

    assert not begun.folder.exists()
    assert asked == [("explain.verbs:forget",)]
    assert "The disk is away." in caplog.text


def test_a_page_forgets_at_once(asked):
    """Folder, rows, and what is remembered of them in this process and at the desk."""
    mine, other = uploads().begin("ann", "Cats"), uploads().begin("bob", "Dogs")
    for upload in (mine, other):
        source.store().add(result(Experiment(upload.name, "svm", 10)))
    assert len(source.all_rows()) == 2
    deletion.forget(mine.name)

    assert uploads().names() == [other.name]
    assert source.all_rows()["dataset"].tolist() == [other.name]
    assert asked == [("explain.verbs:forget",)]


def test_a_page_forgets_also_when_the_desk_is_lost(monkeypatch):
    """A worker that is gone remembers nothing."""

    def lost(*question):
        raise ConnectionError("lost")

    monkeypatch.setattr(source.inference_worker(), "ask", lost)
    mine = uploads().begin("ann", "Cats")
    deletion.forget(mine.name)
    assert uploads().names() == []
