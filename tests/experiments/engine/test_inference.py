"""The inference worker: it answers beside trainings, raises what the verb raises, and restarts when it is lost."""

import os
import signal
import time

import pytest

from experiments.engine.inference import InferenceWorker
from tests.experiments.engine.test_dispatch import PATIENCE, until


@pytest.fixture(scope="module", params=["inline", pytest.param("local", marks=pytest.mark.slow)])
def worker(request):
    """A worker in this process, and one in a process of its own."""
    opened = InferenceWorker(request.param, preload=["json"])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def local_worker():
    """A worker in a process of its own."""
    opened = InferenceWorker("local")
    yield opened
    opened.close()


def test_a_question_is_answered(worker):
    """The verb is found by its dotted name and gets the arguments."""
    assert worker.ask("math:hypot", 3.0, 4.0).result(PATIENCE) == 5.0


def test_what_is_raised_there_is_raised_here(worker):
    """The asker hears the very sentence."""
    with pytest.raises(ValueError, match=r"math domain error|nonnegative"):
        worker.ask("math:sqrt", -1.0).result(PATIENCE)


def test_the_same_question_can_be_asked_again(worker):
    """No answer is taken from an earlier question: caches belong to who asks."""
    first = worker.ask("time:perf_counter").result(PATIENCE)
    assert worker.ask("time:perf_counter").result(PATIENCE) > first


@pytest.mark.slow
def test_questions_are_answered_in_another_process(local_worker):
    """The process that asks imports no learner."""
    assert local_worker.ask("os:getpid").result(PATIENCE) != os.getpid()


@pytest.mark.slow
def test_a_lost_worker_is_told_and_comes_back(local_worker):
    """The question that was under way fails with a sentence; the next one is answered by a new process."""
    process = local_worker.ask("os:getpid").result(PATIENCE)
    pending = local_worker.ask("time:sleep", 60)
    time.sleep(0.5)  # so that the worker has begun
    os.kill(process, signal.SIGKILL)
    with pytest.raises(ConnectionError, match="ask again"):
        pending.result(PATIENCE)
    assert until(lambda: answered(local_worker))
    assert local_worker.ask("os:getpid").result(PATIENCE) != process


@pytest.mark.slow
def test_a_worker_whose_scheduler_was_killed_starts_another(local_worker):
    """Whoever asks next has it started again."""
    local_worker.ask("os:getpid").result(PATIENCE)
    local_worker._workers.cluster.process.kill()
    local_worker._workers.cluster.process.wait()
    assert until(lambda: answered(local_worker))


def answered(worker):
    """Whether a question comes through now."""
    try:
        return worker.ask("os:getpid").result(PATIENCE) > 0
    except OSError:
        return False
