"""The race as a measurement: what counts, who wins, and what a row tells of it."""

import json
import zlib
from dataclasses import replace

import numpy as np
import pytest

import catalogue
from experiments import run, scoring
from experiments.kept.model_store import model_store
from experiments.kept.run_and_keep import run_and_keep
from experiments.race import run as racing
from experiments.race import svm
from experiments.spec import Stopped
from models.network import cnn
from models.register import Learner
from tests.experiments.race.racing import asked, data_set, plays, stop_time

pytestmark = pytest.mark.slow

RIGHT = list(np.arange(12) % 3)
"""The classes of the twelve test images."""


def right(n):
    """Answers of which n of twelve are right."""
    return [answer if place < n else (answer + 1) % 3 for place, answer in enumerate(RIGHT)]


@pytest.fixture
def small(monkeypatch):
    """Sixty easy images of three classes, that the catalogue then has."""
    images = data_set()
    monkeypatch.setattr(catalogue, "load", lambda name: images)
    run.clear_caches()
    yield images
    run.clear_caches()


@pytest.fixture
def raced(small, monkeypatch):
    """Runs a race of rounds that were made up, each (seconds, validation, answers), under a clock of its own."""
    time = stop_time(monkeypatch)
    word = type("Word", (), {"describe": staticmethod(lambda model: {"n_parameters": 7, "model_bytes": 56})})
    monkeypatch.setattr(Learner, "functions", lambda self: word if self.name == "svm" else AS_EVER(self))

    def answered(model, images, _watch):
        time.now += 1_000  # scoring is slow, and the clock does not count it
        return getattr(model, "answers", np.zeros(12, np.int64))

    monkeypatch.setattr(racing, "predict_test", answered)

    def raced(*rounds, budget=60, **asked_too):
        monkeypatch.setitem(racing.TRIALS, "svm", plays(time, *rounds))
        return run.run(asked(budget=budget), **asked_too)

    return raced


AS_EVER = Learner.functions


def test_a_race_begins_with_the_commonest_class(raced):
    """The first step costs no second and no image, and is right by chance."""
    first, second = raced((2.0, 0.5, right(6))).details["steps"]

    assert first == {"seconds": 0.0, "n_train": 0, "validation": 1 / 3, "accuracy": 1 / 3, "settings": {}}
    assert second == {"seconds": 2.0, "n_train": 1, "validation": 0.5, "accuracy": 0.5, "settings": {"number": 1}}


def test_steps_stand_in_the_order_of_the_clock_also_those_that_were_worse(raced):
    """The clock goes on by what each round took; the thousand seconds of scoring are not in it."""
    steps = raced((2.0, 0.5, right(6)), (3.0, 0.25, right(9)), (5.0, 0.75, right(10))).details["steps"]

    assert [step["seconds"] for step in steps] == [0.0, 2.0, 5.0, 10.0]
    assert [step["validation"] for step in steps] == [1 / 3, 0.5, 0.25, 0.75]


def test_who_validates_best_wins_whatever_the_test_set_says(raced):
    """Twelve right test images do not help a model of the second best validation; nor does being the last."""
    result = raced((1.0, 0.5, right(12)), (1.0, 0.75, right(3)), (1.0, 0.7, right(11)))

    assert result.accuracy == 3 / 12
    assert np.array_equal(np.frombuffer(zlib.decompress(result.predictions), "<u2"), right(3))


def test_an_equal_does_not_take_the_lead(raced):
    """Only who is better by validation does."""
    assert raced((1.0, 0.75, right(9)), (1.0, 0.75, right(12))).accuracy == 9 / 12


def test_what_ends_after_the_budget_does_not_count(raced):
    """A tenth of a second too late, the best model of all is no step; its seconds are spent all the same."""
    result = raced((6.0, 0.5, right(6)), (4.1, 0.9, right(12)), budget=10)

    assert [step["seconds"] for step in result.details["steps"]] == [0.0, 6.0]
    assert (result.accuracy, result.fit_seconds) == (0.5, pytest.approx(10.1))
    assert result.details["ended"] == "out of time"


def test_what_ends_with_the_budget_counts(raced):
    """At the very second."""
    assert raced((6.0, 0.5, right(6)), (4.0, 0.9, right(12)), budget=10).accuracy == 1


def test_who_has_nothing_left_to_try_says_so(raced):
    """The rounds came to their end before the time did."""
    result = raced((6.0, 0.5, right(6)))

    assert result.details["ended"] == "nothing left to try"
    assert result.details["n_validation"] == 12
    assert result.details["tuning"] == "best of 1 trials by validation"


def test_nothing_is_better_than_no_mistake(raced):
    """Where every validation image is right no later round could take the lead, so none is played."""
    result = raced((1.0, 1.0, right(11)), (1.0, 1.0, right(12)))

    assert len(result.details["steps"]) == 2
    assert result.details["ended"] == "nothing left to try"


def test_where_no_round_ends_in_time_the_commonest_class_is_the_answer(raced):
    """On a machine so slow that a second is too short, the race still gives a row, whose model is one number."""
    result = raced((5.0, 0.9, right(12)), budget=1)

    assert (result.accuracy, result.n_parameters, result.fit_seconds) == (1 / 3, 1, 5.0)
    assert len(result.details["steps"]) == 1
    assert result.details["ended"] == "out of time"


@pytest.mark.parametrize(
    ("learner", "device", "threads"), [("svm", "cpu", 3), ("cnn", "cuda", 5), ("pretrained", "cpu", 3)]
)
def test_a_race_that_nobody_won_counts_where_it_was_run(small, monkeypatch, learner, device, threads):
    """The commonest class leads, but the row has the racer's device and threads: the lost seed counts in its mean."""
    time = stop_time(monkeypatch)
    monkeypatch.setitem(racing.TRIALS, learner, plays(time, (5.0, 0.9, right(12))))
    monkeypatch.setattr(racing, "n_threads", lambda: 3)
    monkeypatch.setattr(cnn, "resolved_device", {"auto": "cuda"}.get)
    monkeypatch.setattr(cnn.torch, "get_num_threads", lambda: 5)
    monkeypatch.setattr(scoring.provenance, "machine", lambda device: f"the machine of {device}")
    result = run.run(asked(learner, budget=1, device="auto"))

    assert [step["n_train"] for step in result.details["steps"]] == [0]
    assert (result.device, result.machine, result.threads) == (device, f"the machine of {device}", threads)


def test_a_stop_is_heard_between_rounds(raced):
    """Whatever was found by then."""
    answers = iter([False, True])
    with pytest.raises(Stopped):
        raced((1.0, 0.5, right(6)), (1.0, 0.6, right(6)), (1.0, 0.7, right(6)), should_stop=lambda: next(answers, True))


def test_the_race_tells_how_far_it_is_and_what_it_found(raced):
    """Its share of the budget, who leads, what is tried, and the steps so far as they will stand in the row."""
    reports = []
    result = raced((15.0, 0.5, right(6)), (15.0, 0.25, right(6)), report=reports.append)

    assert [progress.fraction for progress in reports] == [0.0, 0.25, 0.5]
    assert reports[0].note == "0 s: 33.3 % by validation, starting"
    assert reports[2].note == "30 s: 50.0 % by validation, round 2"
    assert [len(json.loads(progress.found)) for progress in reports] == [1, 2, 3]
    assert json.loads(reports[-1].found) == result.details["steps"]


def played(monkeypatch, images, learner, each, budget=60):
    """A race of a real learner under a clock that goes on by so much at each look; the result, and all models."""
    stop_time(monkeypatch, each)
    monkeypatch.setattr(catalogue, "load", lambda name: images)
    run.clear_caches()
    models = []
    predict = scoring.predict_test
    monkeypatch.setattr(racing, "predict_test", lambda model, *rest: models.append(model) or predict(model, *rest))
    result = run.run(asked(learner, budget, n_train=len(images.y_train)))
    monkeypatch.undo()
    return result, models


@pytest.mark.parametrize(("learner", "each"), [("svm", 0.5), ("cnn", 0.1), ("pretrained", 0.5)])
def test_test_images_influence_nothing_and_seconds_add_up(monkeypatch, learner, each):
    """With a test set of noise and shuffled labels, each step's validation and the winner are the same.

    The CNN has no features; what was spent is the budget or, where no round would have ended in it, less.
    """
    images = data_set(120, n_wrong=50)
    noise = np.random.default_rng(5).integers(0, 256, images.X_test.shape, dtype=np.uint8)
    poisoned = replace(images, X_test=noise, y_test=np.roll(images.y_test, 1))
    (first, models), (second, others) = (played(monkeypatch, one, learner, each) for one in (images, poisoned))
    told = [[(step["n_train"], step["validation"]) for step in one.details["steps"]] for one in (first, second)]

    assert len(told[0]) > 3
    assert told[0] == told[1]
    for one, other in zip(models, others, strict=True):
        assert np.array_equal(scoring.predict_test(one, images), scoring.predict_test(other, images))
    spent = first.feature_seconds + first.fit_seconds + first.predict_seconds
    assert (first.feature_seconds > 0) == (learner != "cnn")
    assert first.details["steps"][-1]["seconds"] <= spent <= 61
    assert first.details["energy_kwh"] is None or first.details["energy_kwh"] > 0


@pytest.mark.parametrize(
    ("learner", "n_classes", "channels"),
    [("svm", 2, 1), ("svm", 10, 3), ("cnn", 10, 1), ("cnn", 2, 3), ("pretrained", 2, 1)],
)
def test_a_race_can_be_of_two_classes_and_of_few_images(monkeypatch, learner, n_classes, channels):
    """Two images per class are enough, grey or in colour: one to learn from and one to validate by."""
    images = data_set(2 * n_classes, n_classes, shape=(16, 16, channels))
    result, _ = played(monkeypatch, images, learner, each=0.2, budget=60)

    assert result.details["n_validation"] == n_classes
    assert {step["n_train"] for step in result.details["steps"]} == {0, n_classes}
    assert result.n_test == 12


def test_too_few_images_are_one_sentence(small):
    """Nothing is trained, and the sentence says how many would be right."""
    with pytest.raises(ValueError, match=r"^A race needs two images per class.* 6 or more training images, not 5\.$"):
        run.run(asked(n_train=5))


def test_no_model_of_a_race_is_kept(small, monkeypatch):
    """How good it is depends on the seconds that it was given, so other models cannot be compared with it."""
    stop_time(monkeypatch, each=0.1)
    measured = run_and_keep(asked())

    assert measured.details["steps"][-1]["n_train"] > 0
    assert model_store().kept("small", "first") == []


def test_what_is_loaded_and_compiled_is_not_counted(small, monkeypatch):
    """The features' kernels meet images once before the clock first runs."""
    order = []
    build = svm.build

    def watched(*arguments, **settings):
        model = build(*arguments, **settings)
        described = model["features"].fit_transform
        model["features"].fit_transform = lambda X: order.append(len(X)) or described(X)
        return model

    monkeypatch.setattr(svm, "build", watched)
    run.run(asked())

    assert order[0] == 2


@pytest.mark.parametrize(("learner", "budget", "n"), [("svm", 2, 3_500), ("cnn", 2, 3_500), ("pretrained", 6, 400)])
def test_a_real_race_on_digits_keeps_to_its_budget(monkeypatch, learner, budget, n):
    """A few seconds, whatever rounds they are enough for here: every step lies in them, and the best is the row.

    A hundred test images are enough, as scoring is not on the clock.
    """
    whole = catalogue.load("digits")
    images = replace(whole, X_test=whole.X_test[:100], y_test=whole.y_test[:100])
    monkeypatch.setattr(catalogue, "load", lambda name: images)
    run.clear_caches()
    result = run.run(replace(asked(learner, budget, n, data_version=images.version), dataset="digits"))
    run.clear_caches()
    steps = result.details["steps"]
    best = max(steps, key=lambda step: step["validation"])  # the first of equals

    assert [step["seconds"] for step in steps] == sorted(step["seconds"] for step in steps)
    assert steps[-1]["seconds"] <= budget
    assert result.accuracy == best["accuracy"]
    assert result.details["n_validation"] == n // 5
