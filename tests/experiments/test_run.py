"""The verb: what one experiment measures, what it may look at, how it is stopped, and what its row tells."""

import json
import os
import pickle
import subprocess
import sys
import time
import zlib
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pytest

import catalogue
from catalogue.dataset import Images
from experiments import run, scoring, spec
from experiments.run import watcher
from experiments.spec import Experiment, Progress, Stopped, from_json, sweep, to_json
from models.network.cnn import CNN
from models.register import LEARNERS, RECIPES, Context, build
from tests.models.images import easy
from timing import provenance

pytestmark = pytest.mark.slow

LEARNED = (("dtype", "float32"), ("epochs", 3), ("features", "cnn"), ("head", "logistic_regression"), ("width", 4))
FAST = {
    "cnn": (("dtype", "float32"), ("epochs", 3), ("width", 4)),
    "pretrained": (("side", 32),),
    "swap": LEARNED,
}


def experiment(learner="majority", recipe="quick", **changes):
    """An experiment on twenty-four of the small images."""
    values = {"device": "cpu", "settings": FAST.get(learner, ()), "data_version": "first", **changes}
    return Experiment("small", learner, 24, recipe=recipe, **values)


@pytest.fixture
def small(monkeypatch):
    """A data set of three classes, 90 images to train on and 31 to test on, that the catalogue then has."""
    (X, y), (X_test, y_test) = easy(90, 3, seed=0), easy(31, 3, seed=1)
    images = Images("small", "Small", ("a", "b", "c"), X, y, X_test, y_test, "first", mirrored=True)
    monkeypatch.setattr(catalogue, "load", lambda name: {"small": images}[name])
    run.clear_caches()
    yield images
    run.clear_caches()


@pytest.mark.parametrize("learner", LEARNERS)
@pytest.mark.parametrize("recipe", RECIPES)
def test_a_result_is_consistent_and_travels(small, learner, recipe):
    """The accuracy is the mean of the bits, the bits are where prediction and label agree.

    Each part of the seconds takes some time, features only where there are any. Between processes as a pickle and in
    recorded files as a line of JSON, what arrives is what was sent.
    """
    asked = experiment(learner, recipe)
    result = run.run(asked)
    predictions = np.frombuffer(zlib.decompress(result.predictions), "<u2")
    bits = np.unpackbits(np.frombuffer(result.correct, np.uint8), count=result.n_test)

    assert result.experiment == asked
    assert result.n_test == len(predictions) == 31
    assert np.array_equal(bits, predictions == small.y_test)
    assert result.accuracy == bits.mean()
    assert (result.feature_seconds > 0) == (learner in ("svm", "pretrained", "raw_svm", "swap"))
    assert min(result.fit_seconds, result.predict_seconds) > 0
    assert pickle.loads(pickle.dumps(result)) == result
    assert from_json(to_json(result)) == result
    assert json.loads(to_json(result))["id"] == result.id


WHAT_IS_LOADED = """
import os
import sys
from contextlib import contextmanager
import catalogue
from catalogue.dataset import Images
from experiments import clock
from experiments.kept.run_and_keep import run_and_keep
from experiments.spec import Experiment
from tests.models.images import easy

BACKBONE = {"timm", "torchvision", "models.pretrained.embedding"}
original, loaded = clock.clock, set()

@contextmanager
def watched():
    with original() as stopwatch:
        before = set(sys.modules)
        yield stopwatch
        loaded.update(set(sys.modules) - before)

clock.clock = watched
images = Images("small", "Small", ("a", "b"), *easy(24), *easy(4), "1", mirrored=True)
catalogue.load = lambda name: images
for learner in sys.argv[1:]:
    if not os.fork():
        run_and_keep(Experiment("small", learner, 24, device="cpu"))
        print(learner, *sorted(loaded), flush=True)
        print(f"{learner}:backbone", *BACKBONE & set(sys.modules), flush=True)
        os._exit(0)
    os.wait()
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """By learner, what its process loads while the clock runs; by `learner:backbone`, what it loads for a backbone.

    The processes are split off from one that has loaded what is the same for every learner.
    """
    environment = {**os.environ, "CROSSOVER_HOME": str(tmp_path_factory.mktemp("loaded"))}
    command = [sys.executable, "-c", WHAT_IS_LOADED, *LEARNERS]
    answer = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert answer.stderr == ""
    return {name: names.split() for name, _, names in (line.partition(" ") for line in answer.stdout.splitlines())}


def test_no_library_is_loaded_while_the_clock_runs(loaded):
    """The first measurement of a process is as good as the second: torch's first optimiser alone loads for a second."""
    assert [name for name in loaded if ":" not in name] == list(LEARNERS)
    assert {learner: names for learner, names in loaded.items() if len(names) >= 10} == {}


def test_learners_without_a_backbone_load_neither_timm_nor_torchvision(loaded):
    """To train them and to keep the model needs none of what a backbone needs, which takes seconds to load."""
    assert [learner for learner in LEARNERS if loaded[f"{learner}:backbone"]] == ["pretrained"]


def test_a_row_says_where_it_comes_from(small):
    """Machine, threads, versions, commit and the time with its zone are in every row."""
    result = run.run(experiment("cnn"))

    assert result.machine == provenance.machine("cpu")
    assert result.device == "cpu"
    assert result.threads >= 1
    assert {"python", "numpy", "scikit-learn", "torch"} <= set(result.versions)
    assert result.commit == provenance.commit()
    assert datetime.fromisoformat(result.measured_at).utcoffset() == timedelta(0)
    assert result.details["epochs"] == 3
    assert result.details["dtype"] == "float32"


def test_training_the_cnn_behind_a_cell_counts_as_computing_features(small, monkeypatch):
    """A cell of learned features has the seconds of its CNN's training among the features'."""
    original = CNN.fit

    def slow(*arguments):
        time.sleep(0.5)
        return original(*arguments)

    monkeypatch.setattr(CNN, "fit", slow)
    result = run.run(experiment("swap", settings=LEARNED))

    assert result.feature_seconds > 0.5


@pytest.mark.parametrize("learner", ["svm", "cnn", "pretrained", "raw_svm", "swap"])
@pytest.mark.parametrize("recipe", RECIPES)
def test_the_test_set_is_not_seen_while_learning(small, monkeypatch, learner, recipe):
    """A test set of quite other images, labels and size changes nothing in what was learned."""
    noise = np.random.default_rng(5).integers(0, 256, (7, *small.shape), dtype=np.uint8)
    poisoned = replace(small, X_test=noise, y_test=np.zeros(7, np.int64))
    monkeypatch.setattr(scoring, "build_result", lambda experiment, images, model, *measured: model)
    scores = []
    for images in (small, poisoned):
        run.clear_caches()
        monkeypatch.setattr(catalogue, "load", lambda name, images=images: images)
        scores.append(run.run(experiment(learner, recipe)).decision_function(small.X_test))

    assert np.array_equal(*scores)


def test_only_the_chosen_images_are_learned(small, monkeypatch):
    """The learner gets the seed's subset, in its order, as it gets the data set's fixed test part."""
    seen = {}
    floor = build("majority", Context())
    monkeypatch.setattr(type(floor), "fit", lambda self, X, y: seen.update(X=X, y=y) or self)
    monkeypatch.setattr(type(floor), "predict", lambda self, X: np.zeros(len(X), np.int64))
    run.run(experiment(seed=4))
    chosen = catalogue.subset(small, 24, seed=4)

    assert np.array_equal(seen["X"], small.X_train[chosen])
    assert np.array_equal(seen["y"], small.y_train[chosen])


@pytest.mark.parametrize("seed", [0, 1])
def test_the_learner_is_told_what_the_experiment_says(small, seed):
    """Recipe, size, seed, device and whether mirror images are allowed, all from the experiment and its data set."""
    context = run.context(experiment("cnn", "thorough", seed=seed), small, print)

    assert context == Context("thorough", 24, True, seed, "cpu", print)


def test_the_same_experiment_gives_the_same_answers(small):
    """Measured twice, the same images are right: only the seconds differ."""
    first, second = (run.run(experiment("cnn", "thorough")) for _ in range(2))

    assert first.predictions == second.predictions
    assert {**first.details, "other_cores": 0} == {**second.details, "other_cores": 0}


def test_changed_images_are_not_measured_under_the_old_name(small):
    """An experiment written for another version of the data set is refused, and told to be asked for anew."""
    with pytest.raises(ValueError, match=r"^The data set 'small' has changed since .* request it again\.$"):
        run.run(experiment(data_version="second"))


def test_an_impossible_size_is_one_sentence(small):
    """More images than there are is told as the catalogue tells it."""
    with pytest.raises(ValueError, match=r"from 3 .* to 90, not 91"):
        run.run(replace(experiment(), n_train=91))


def test_a_stop_before_the_start_measures_nothing(small, monkeypatch):
    """What was cancelled while the data set was being read is not trained."""
    monkeypatch.setattr(run, "fit_and_predict", pytest.fail)
    with pytest.raises(Stopped):
        run.run(experiment(), should_stop=lambda: True)


def test_a_stop_ends_a_training(small, monkeypatch):
    """A network that would train for hours ends when should_stop() says so."""
    monkeypatch.setattr(run, "SECONDS_BETWEEN_CHECKS", -1.0)
    answers = iter([False] * 5)
    endless = experiment("cnn", settings=(("epochs", 10**6), ("width", 4)))
    with pytest.raises(Stopped):
        run.run(endless, should_stop=lambda: next(answers, True))


def test_a_stop_is_heard_within_a_second(monkeypatch):
    """At ten steps a second, from one second on to be stopped: before two have passed the training has ended."""
    now = SimpleNamespace(seconds=0.0)
    monkeypatch.setattr(run, "time", SimpleNamespace(monotonic=lambda: now.seconds))
    on_progress = watcher(lambda progress: None, lambda: now.seconds >= 1)
    with pytest.raises(Stopped):
        for step in range(100):
            now.seconds = step / 10
            on_progress(step / 50, 2)

    assert 1 <= now.seconds < 2


def test_asking_whether_to_stop_is_rare(monkeypatch):
    """A thousand steps in a second ask a few times: the answer may come from another machine."""
    now = SimpleNamespace(seconds=0.0)
    monkeypatch.setattr(run, "time", SimpleNamespace(monotonic=lambda: now.seconds))
    asked = []
    on_progress = watcher(lambda progress: None, lambda: asked.append(now.seconds))
    for step in range(1_000):
        now.seconds = step / 1_000
        on_progress(step / 500, 2)

    assert 1 <= len(asked) <= 6


def test_each_epoch_is_reported_once(small):
    """A bar moves at every epoch, never back, and ends at the whole."""
    reports: list[Progress] = []
    run.run(experiment("cnn"), reports.append)
    notes = [progress.note for progress in reports]
    fractions = [progress.fraction for progress in reports]

    assert notes == ["starting", "epoch 1 of 3", "epoch 2 of 3", "epoch 3 of 3", "epoch 3 of 3"]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0, 1)


def test_an_identity_never_changes_by_accident(monkeypatch):
    """Results are found again by these names: a change of them loses every result, and needs a new PROTOCOL."""
    monkeypatch.setattr(spec, "PROTOCOL", 1)
    settings = (("epochs", 3), ("lr", 0.1))
    other = Experiment("digits", "cnn", 2_000, 2, "thorough", "cpu", "abc", settings)

    assert Experiment("digits", "svm", 100).id == "79ebeb20ab21229b"
    assert other.id == "bef585fb9edd942b"


def test_everything_counts_for_the_identity(monkeypatch):
    """Two experiments that differ in one field, or in protocol, have two names."""
    first = Experiment("digits", "svm", 100)
    changes = [
        {"dataset": "shapes"},
        {"learner": "cnn"},
        {"n_train": 200},
        {"seed": 1},
        {"recipe": "thorough"},
        {"device": "cpu"},
        {"data_version": "2"},
        {"settings": (("C", 1.0),)},
    ]
    names = {first.id, *(replace(first, **change).id for change in changes)}
    monkeypatch.setattr(spec, "PROTOCOL", spec.PROTOCOL + 1)

    assert len(names | {replace(first).id}) == len(changes) + 2


def test_a_sweep_grows_from_the_left():
    """Every combination once, the smallest size first, learners side by side; the order of settings is no matter."""
    experiments = sweep("digits", ["svm", "cnn"], [50, 10, 50], 2, settings={"cnn": {"width": 4, "epochs": 3}})

    assert [(one.n_train, one.seed, one.learner) for one in experiments] == [
        (n_train, seed, learner) for n_train in (10, 50) for seed in (0, 1) for learner in ("svm", "cnn")
    ]
    assert experiments[0].settings == ()
    assert experiments[1].settings == (("epochs", 3), ("width", 4))
