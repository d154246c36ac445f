"""What is recorded, in which order, and with what each GPU row is compared."""

import numpy as np
import pytest

from experiments.recording import timed, trained
from experiments.recording.files import Files
from experiments.recording.timed import FIRST, LAST, Recorder, steps
from experiments.recording.trained import Trainer, with_warm_up
from experiments.spec import Experiment
from models.register import Context, build
from tests.experiments.race.racing import data_set
from timing.device import TorchDevice
from timing.operations.register import OPERATIONS

pytestmark = pytest.mark.slow


@pytest.fixture
def files(tmp_path):
    """An empty recording."""
    return Files("one-gpu", tmp_path)


@pytest.fixture
def recorders(files, monkeypatch):
    """A GPU, which is not there, and the processor beside it."""
    monkeypatch.setattr(timed.TorchDevice, "synchronize", lambda self: None)
    known = {"cpu": ["float32"], "cuda": ["float32", "tf32"]}
    monkeypatch.setattr("timing.operations.register.formats", known.get)
    return [Recorder(files, TorchDevice(name), 10, print) for name in ("cuda", "cpu")]


def test_no_operation_is_forgotten():
    """A new operation is put into a group."""
    named = {name for group in (*FIRST, *LAST) for name in group.operations}

    assert named == {operation.name for operation in OPERATIONS}


def test_the_gpu_comes_first_and_its_processor_right_after(recorders):
    """Limits and matrix products, then convolution, then training steps; a speed-up needs both devices' rows."""
    titles = [step.title for step in steps(recorders, FIRST)]

    assert titles[:6] == [
        "copies and matrix products on cuda",
        "copies and matrix products on cpu",
        "convolution on cuda",
        "convolution on cpu",
        "training steps on cuda",
        "training steps on cpu",
    ]


def test_what_is_recorded_is_not_recorded_again(recorders, files, monkeypatch):
    """After one format's rows only the others are left; after all of them the step is gone."""
    monkeypatch.setattr("timing.measure.LONGEST", float("inf"))  # nor does a busy machine leave out a size
    (group,) = (timed.Group("copies", ("copy",)),)
    assert recorders[1].step(group).do(10) == 5

    assert recorders[1].step(group) is None
    assert recorders[0].step(group).work == 5
    assert {row.operation for row in files.timed()} == {"copy"}


def test_trainings_are_in_order_of_value_and_read_their_images_first(files):
    """The CNN by size, the recipe for CIFAR-10 with its reason where that is missing, races, and the SVM."""
    found = list(Trainer(files, "cpu").steps())

    assert [step.title.split(" on ")[0] for step in found] == [
        "reading digits",
        *["cnn quick", "cnn thorough"] * 2,
        "cnn speed",
        "race of cnn",
        "race of svm",
        *["svm quick"] * 2,
    ]
    assert [step.title for step in found if step.missing] == [found[5].title]
    assert "cifar10-jpeg.tar.xz" in found[5].missing
    assert {step.after for step in found[1:]} == {"reading digits"}


def test_the_recipe_for_a_gpu_says_its_seconds_with_and_without_warm_up(files, monkeypatch):
    """The first steps are timed apart, and added in a number of its own."""
    images = data_set(60)
    one = Experiment("small", "cnn", 60, recipe="speed", device="cpu", data_version="first")
    monkeypatch.setattr(trained.catalogue, "load", lambda name: images)
    monkeypatch.setattr("experiments.run.load", lambda name, version: images)
    Trainer(files, "cpu")._run(one, 1e6)
    (result,) = files.measured()

    assert result.details["warm_up_seconds"] > 0
    assert result.details["fit_seconds_with_warm_up"] == pytest.approx(
        result.fit_seconds + result.details["warm_up_seconds"]
    )
    assert with_warm_up(result, 2.0).details["compiled"] is False
    assert np.isfinite(build("cnn", Context("speed", 60, device="cpu")).lr)


def test_rows_get_the_commit_that_is_given(tmp_path):
    """A copy of the code without git does not know it."""
    files = Files("stamped", tmp_path, "abc123")
    Recorder(files, TorchDevice("cpu"), 1, print).step(timed.Group("copies", ("copy",))).do(10)

    assert {row.commit for row in files.timed()} == {"abc123"}
