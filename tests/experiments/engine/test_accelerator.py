"""One training at a time on a GPU, while what needs none uses the other workers."""

from concurrent.futures import Future
from types import SimpleNamespace

import pytest

from experiments.engine.dask_workers import ACCELERATOR, DaskWorkers
from experiments.engine.dispatch import Engine
from experiments.spec import Experiment
from models.register import LEARNERS


class Fakes:
    """Four workers that never finish by themselves; they may share a GPU, and note what was started."""

    def __init__(self, shared):
        self.shared = shared
        self.started = []

    def n_free(self):
        """Those that were given nothing."""
        return 4 - len(self.started)

    def on_accelerator_next(self, is_training):
        """One at a time, if the test says that there is a GPU."""
        return False if self.shared and is_training else None

    def data_next(self, _queued, _give_up):
        """Each reads the data sets of this machine."""

    def start(self, _verb, experiment):
        """Note it."""
        self.started.append(experiment)
        return Future()


def filled(store, experiments, shared):
    """The learners and devices of what four free workers are given first."""
    store.enqueue(experiments, "ann")
    workers = Fakes(shared)
    Engine(store, lambda: workers)._fill(workers, 4)
    return [(one.learner, one.device) for one in workers.started]


QUEUE = [
    *(Experiment("toy", "cnn", n) for n in (10, 20)),
    *(Experiment("toy", "svm", n) for n in (10, 20)),
    Experiment("toy", "cnn", 30, device="cpu"),
]


def test_one_network_trains_on_a_gpu_while_svms_use_the_cores(store):
    """The second CNN waits; the SVMs behind it and a CNN that was asked for on the processor do not."""
    assert filled(store, QUEUE, shared=True) == [("cnn", "auto"), ("svm", "auto"), ("svm", "auto"), ("cnn", "cpu")]


def test_without_a_gpu_every_worker_takes_the_next(store):
    """In the order of asking, as many as there are workers."""
    assert filled(store, QUEUE, shared=False) == [("cnn", "auto")] * 2 + [("svm", "auto")] * 2


def test_only_networks_train_on_a_gpu():
    """A learner says so in the register."""
    assert [name for name in LEARNERS if Experiment("digits", name, 10).may_use_accelerator] == ["cnn"]
    assert not Experiment("digits", "cnn", 10, device="cpu").may_use_accelerator
    assert not Experiment("digits", "unknown", 10).may_use_accelerator


@pytest.mark.parametrize(("answer", "expected"), [(True, False), (False, None), (OSError("gone"), None)])
def test_a_worker_is_asked_once_whether_there_is_a_gpu(monkeypatch, answer, expected):
    """Until it answers, trainings take turns, which costs less than a full GPU; a lost answer stops nobody."""
    asked, future = [], Future()
    workers = DaskWorkers(SimpleNamespace(), cluster=SimpleNamespace())
    monkeypatch.setattr(workers, "call", lambda verb: asked.append(verb) or future)
    before = workers.on_accelerator_next(is_training=True)
    future.set_exception(answer) if isinstance(answer, OSError) else future.set_result(answer)

    assert (before, workers.on_accelerator_next(is_training=True)) == (False, expected)
    assert asked == [ACCELERATOR]


def test_workers_that_declare_a_gpu_are_for_trainings_and_the_others_for_the_rest():
    """Where there are both, or else everything goes anywhere; what has not said which data it has counts as busy."""
    for free, members, asking, expected in [
        ("plain", "plain plain", "", None),
        ("gpu", "gpu gpu", "", None),
        ("gpu plain", "gpu plain", "", None),
        ("gpu", "gpu plain", "", True),
        ("plain", "gpu plain", "", False),
        ("gpu plain", "gpu plain", "gpu", False),
        ("gpu plain", "gpu plain", "plain", True),
    ]:
        workers = DaskWorkers(SimpleNamespace())
        workers._free, workers._members = free.split(), members.split()
        workers.admission.gpus, workers.holdings._asking = {"gpu"}, set(asking.split())

        assert {workers.on_accelerator_next(is_training) for is_training in (True, False)} == {expected}
