"""Choices of families share the work on the test images, and each row still tells its own."""

import numpy as np
import pytest

import catalogue
from catalogue.dataset import Images
from experiments import run, scoring
from experiments.spec import Experiment
from models.register import Context, build
from tests.models.images import easy

pytestmark = pytest.mark.slow

CHOICES = [(), (("only", "hog"),), (("without", "hog"),), (("only", "colour_moments"),)]


@pytest.fixture
def small(monkeypatch):
    """A data set of two classes, which the catalogue then has; nothing is remembered of another."""
    images = Images("small", "Small", ("a", "b"), *easy(60, seed=0), *easy(31, seed=1), "1", mirrored=True)
    monkeypatch.setattr(catalogue, "load", lambda name: images)
    run.clear_caches()
    yield images
    run.clear_caches()


def measured(settings):
    """The result of an SVM with these settings."""
    return run.run(Experiment("small", "svm", 24, settings=settings))


def test_what_was_measured_before_changes_no_answer(small):
    """After all families, one alone is judged by its own columns, as in a process that measured nothing before."""
    one_after_the_other = [measured(settings).predictions for settings in CHOICES]
    alone = []
    for settings in CHOICES:
        run.clear_caches()
        alone.append(measured(settings).predictions)
    assert one_after_the_other == alone


def test_remembered_columns_are_those_of_the_model(small):
    """Family by family, in the model's order, they equal what its own features compute."""
    for settings in CHOICES:
        features = build("svm", Context(), **dict(settings))["features"]
        scoring.transform_test(build("svm", Context())["features"], small)
        columns, _ = scoring.transform_test(features, small)
        assert np.array_equal(columns, features.fit_transform(small.X_test))


def test_a_family_s_test_features_are_worked_out_once(small, monkeypatch):
    """Every choice is served by one piece of work a family."""
    n_asked = []
    original = scoring.transform
    monkeypatch.setattr(scoring, "transform", lambda features, X: n_asked.append(len(X)) or original(features, X))
    for settings in CHOICES:
        measured(settings)
    assert n_asked.count(31) == len(build("svm", Context())["features"].transformer_list)


def test_each_row_counts_the_seconds_of_its_own_families(small, monkeypatch):
    """A family that was remembered costs what it cost, and one that is left out costs nothing."""
    monkeypatch.setattr(scoring, "transform", lambda features, X: (features.fit_transform(X), 1.0))
    n_families = len(build("svm", Context())["features"].transformer_list)
    seconds = [measured(settings).feature_seconds for settings in CHOICES]
    assert seconds == [n_families + 1, 2.0, n_families, 2.0]  # a second for the training images, one per test family
