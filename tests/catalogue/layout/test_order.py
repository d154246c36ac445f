"""Images set aside for the test: a fifth, whole groups, and never all of a class."""

import numpy as np

from catalogue.layout.order import set_aside


def test_versions_of_an_image_are_tested_together():
    """Both color/cats/1.jpg and grayscale/cats/1.jpg, or none."""
    y, groups = np.repeat([0, 1], 20), [f"{label}/{n % 10}" for label in "ab" for n in range(20)]
    is_test = set_aside(y, groups)
    sides = {group: {bool(is_test[n]) for n in range(40) if groups[n] == group} for group in groups}
    assert all(len(found) == 1 for found in sides.values())
    assert 0 < is_test.sum() < 40


def test_a_class_that_is_one_group_keeps_training_images():
    """Otherwise nothing of it could be learned, and with two such classes there was no training image at all."""
    is_test = set_aside(np.array([0, 0, 1, 1]), ["a/1", "a/1", "b/1", "b/1"])
    assert is_test.tolist().count(False) == 2
    assert {0, 1} == set(np.array([0, 0, 1, 1])[~is_test].tolist())
