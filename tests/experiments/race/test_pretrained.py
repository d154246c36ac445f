"""Pretrained features in a race: what the clock counts of the network's work, and when the race hears of its end."""

import numpy as np
import pytest

import catalogue
from experiments import run, scoring
from experiments.race.clock import OutOfTime
from experiments.race.split import split_for_race
from experiments.race.svm import PRETRAINED, trials
from experiments.spec import Stopped
from models.pretrained.embedding import Embedding
from models.register import Context
from tests.experiments.race.racing import asked, clock, data_set, stop_time

EACH = 0.125
"""Seconds that an image takes in these tests."""


@pytest.fixture
def time(monkeypatch):
    """The time of the race's clock, which goes on with each image that meets the network; `seen` has them in order."""
    time = stop_time(monkeypatch, each=2**-10)  # a fit that takes no time at all has no forecast
    time.seen = []

    def transform(_self, X):
        time.now += EACH * len(X)
        time.seen += list(X)
        return X.reshape(len(X), -1).astype(np.float32)

    monkeypatch.setattr(Embedding, "_transform", transform)
    monkeypatch.setattr(Embedding, "n_features", 16 * 16)
    return time


@pytest.fixture
def images(monkeypatch):
    """Easy images with wrong classes among them, so that no trial ends the race early."""
    images = data_set(300, n_wrong=90)
    monkeypatch.setattr(catalogue, "load", lambda name: images)
    run.clear_caches()
    yield images
    run.clear_caches()


def test_each_image_meets_the_network_once_while_the_clock_runs(time, images):
    """Validation images first, then those to learn from in the order of the split, which is random."""
    split, one = split_for_race(images, np.arange(300)), clock(600)
    sizes = [trial.n_train for trial in trials(split, Context(), one, PRETRAINED)]

    assert sorted(set(sizes)) == [100, 200, 240]
    assert np.array_equal(time.seen[2:], [*split.X_validation, *split.X])  # two warmed up before the clock
    assert one.spent["feature_seconds"] == pytest.approx(EACH * 300, rel=0.001)


def test_embeddings_on_disk_are_no_head_start(time, images):
    """A race embeds every image itself, also those that another run has kept: its seconds are those without them."""
    without = run.run(asked("pretrained", 600, 300))
    scoring.transform_kept(Embedding(), images, "train", np.arange(300), scoring.Watch())
    time.seen.clear()
    kept = run.run(asked("pretrained", 600, 300))

    assert len(time.seen) >= 300
    assert kept.feature_seconds == without.feature_seconds >= EACH * 300
    assert kept.details["steps"] == without.details["steps"]


def test_test_images_are_embedded_outside_the_clock(time, images):
    """As the SVM's: they meet the network at the first trial, and no step tells of the time they took."""
    result = run.run(asked("pretrained", 600, 300))
    n_before_the_first = 60 + 100

    assert len(time.seen) == 2 + 300 + 2 + 12
    assert result.details["steps"][1]["seconds"] == pytest.approx(EACH * n_before_the_first, rel=0.01)


def test_the_budget_ends_the_embedding_within_a_few_images(time, images):
    """Five seconds are enough for forty images; at most one more pass is begun, and there is no model yet."""
    one = clock(5)
    with pytest.raises(OutOfTime):
        list(trials(split_for_race(images, np.arange(300)), Context(), one, PRETRAINED))

    assert 5 <= one.seconds <= 5 + 32 * EACH


@pytest.mark.parametrize("n_before", [50, 2 + 60 + 100 + 2])
def test_a_stop_is_heard_while_images_are_embedded(time, images, n_before):
    """Of the training set or of the test set: at most a few images later, and nothing is measured."""
    with pytest.raises(Stopped):
        run.run(asked("pretrained", 600, 300), should_stop=lambda: len(time.seen) >= n_before)

    assert len(time.seen) < n_before + 2 * 32


def test_what_it_was_shown_before_is_in_the_row(monkeypatch):
    """With the real network: a model of a race is described as any pretrained one, with the images it has seen."""
    monkeypatch.setattr(catalogue, "load", lambda name: data_set())
    run.clear_caches()
    result = run.run(asked("pretrained", 60))
    run.clear_caches()

    assert "1.28 million" in result.details["pretrained_on"]
    assert (result.device, result.details["steps"][-1]["n_train"]) == ("cpu", 48)
