"""The desk's promises: it answers beside a training, what is raised there is raised here, a lost worker comes back."""

import os
import signal
import time

import pytest

from experiments.engine.inference import open_desk
from tests.experiments.engine.test_dispatch import PATIENCE, until


@pytest.fixture(scope="module", params=["inline", pytest.param("local", marks=pytest.mark.slow)])
def desk(request):
    """A desk in this process, and one with a worker process."""
    opened = open_desk(request.param, preload=["json"])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def local_desk():
    """A desk with a worker process."""
    opened = open_desk("local")
    yield opened
    opened.close()


def test_a_question_is_answered(desk):
    """The verb is found by its dotted name and gets the arguments."""
    assert desk.ask("math:hypot", 3.0, 4.0).result(PATIENCE) == 5.0


def test_what_is_raised_there_is_raised_here(desk):
    """The asker hears the very sentence."""
    with pytest.raises(ValueError, match=r"math domain error|nonnegative"):
        desk.ask("math:sqrt", -1.0).result(PATIENCE)


def test_the_same_question_can_be_asked_again(desk):
    """No answer is taken from an earlier question: caches belong to who asks."""
    first = desk.ask("time:perf_counter").result(PATIENCE)
    assert desk.ask("time:perf_counter").result(PATIENCE) > first


@pytest.mark.slow
def test_questions_are_answered_in_another_process(local_desk):
    """The process that asks imports no learner."""
    assert local_desk.ask("os:getpid").result(PATIENCE) != os.getpid()


@pytest.mark.slow
def test_a_lost_worker_is_told_and_comes_back(local_desk):
    """The question that was under way fails with a sentence; the next one is answered by a new process."""
    process = local_desk.ask("os:getpid").result(PATIENCE)
    pending = local_desk.ask("time:sleep", 60)
    time.sleep(0.5)  # so that the worker has begun
    os.kill(process, signal.SIGKILL)
    with pytest.raises(ConnectionError, match="ask again"):
        pending.result(PATIENCE)
    assert until(lambda: answered(local_desk))
    assert local_desk.ask("os:getpid").result(PATIENCE) != process


@pytest.mark.slow
def test_a_desk_whose_scheduler_was_killed_starts_another(local_desk):
    """Whoever asks next has it started again."""
    local_desk.ask("os:getpid").result(PATIENCE)
    local_desk._workers.cluster.process.kill()
    local_desk._workers.cluster.process.wait()
    assert until(lambda: answered(local_desk))


def answered(desk):
    """Whether a question comes through now."""
    try:
        return desk.ask("os:getpid").result(PATIENCE) > 0
    except OSError:
        return False
