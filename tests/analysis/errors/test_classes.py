"""Accuracy by class, and whether the worst class is certainly below the mean."""

import numpy as np
import pytest

from analysis.errors.classes import by_class, worst_in_words

CLASSES = [f"class {number}" for number in range(10)]
Y = np.repeat(np.arange(10), 100)


def answers(shares: list[float], n_seeds: int = 3) -> np.ndarray:
    """Answers in which this many of the hundred images of each class are right, in every seed."""
    right = np.concatenate([np.arange(100) < round(100 * share) for share in shares])
    return np.stack([right] * n_seeds)


def test_each_class_has_its_share():
    """The worst and the best are found, and the mean is that of classes."""
    found = by_class(answers([0.5, *[0.9] * 8, 1.0]), Y, 10)

    assert found.table["accuracy"].tolist() == pytest.approx([0.5, *[0.9] * 8, 1.0])
    assert (found.worst, found.best) == (0, 9)
    assert found.mean == pytest.approx(0.87)
    assert found.below.value == pytest.approx(0.37)
    assert found.gap.value == pytest.approx(0.5)


def test_intervals_contain_their_share():
    """They are within 0 and 1 and have a width, even for a perfect class."""
    table = by_class(answers([0.5, *[0.9] * 8, 1.0]), Y, 10).table

    assert ((table["low"] >= 0) & (table["low"] < table["accuracy"])).all()
    assert ((table["accuracy"] <= table["high"]) & (table["high"] <= 1)).all()


def test_a_class_far_below_the_mean_is_failed():
    """The sentence names the class, its share and the distance."""
    said = worst_in_words(by_class(answers([0.5, *[0.9] * 8, 1.0]), Y, 10), "the CNN", CLASSES)

    assert said.startswith("The CNN is worst at “class 0”: 50 % right, 37 points")


def test_the_lowest_of_equal_classes_is_not_failed():
    """In hardly more than one of twenty draws does chance make one class look worse, although one is always lowest."""
    random = np.random.default_rng(0)
    found = [by_class(random.random((1, 1000)) < 0.8, Y, 10) for _ in range(200)]

    assert sum(one.below.low > 0 for one in found) <= 0.08 * len(found)
    assert "not certainly below" in worst_in_words(by_class(answers([0.8] * 10), Y, 10), "the SVM", CLASSES)


def test_a_class_without_test_images_is_left_out():
    """Its share is not known."""
    found = by_class(answers([0.5, *[0.9] * 9]), Y, 12)

    assert found.table["number"].tolist() == list(range(10))
