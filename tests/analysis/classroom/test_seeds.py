"""Which of two images the SVM gets wrong: the pair that rows made by hand leave."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.classroom.seeds import PLACES, pair, wrong_image
from tests.analysis.lesson.told import evidence
from tests.analysis.synthetic import row

Y = np.array([0, 0, 1, 1, 1, 2])
SEEDS = [
    [True, True, True, False, False, False],
    [True, True, False, True, False, False],
    [True, True, True, False, False, True],
]
"""Image 4 fools all three seeds but no image of its class is always right; image 3 fools two; 0 and 1 fool none."""


def asked(right, y):
    """The answers by these rows of three seeds."""
    rows = [row("svm", "quick", 100, seed, np.array(one)) | {"dataset": "digits"} for seed, one in enumerate(right)]
    known = evidence(pd.DataFrame(rows).assign(settings="{}"))
    return wrong_image(replace(known, test_classes=lambda _dataset, _version: y))


def test_both_images_are_of_one_class_and_one_fools_most_seeds():
    """Image 4 fools all, and image 5 of its class none."""
    y, right = np.array([0, 0, 1, 1, 2, 2]), np.array([[1, 1, 1, 0, 0, 1], [1, 1, 0, 1, 0, 1], [1, 1, 1, 1, 0, 1]])
    (found,) = asked(right.astype(bool), y)

    assert found.images == (5, 4)
    assert (found.choices, found.right) == (PLACES, (1,))
    assert "gets the second image wrong with 3 of 3 seeds, and the first image right with all of them" in found.finding


def test_without_such_a_pair_nothing_is_asked():
    """No image of the fooling ones' classes is always right; nor where classes are unknown, or seeds are few."""
    assert pair(~np.array(SEEDS), Y) is None
    assert asked(SEEDS, Y) == []
    assert asked(SEEDS, None) == []
    assert asked(SEEDS[:2], np.zeros(6, int)) == []


@pytest.mark.parametrize("swapped", [False, True])
def test_where_the_wrong_image_stands_does_not_tell_it(swapped):
    """By the images' numbers it is the first or the second."""
    right = np.ones((3, 4), bool)
    right[:, 3] = False
    y = np.array([1, 0, 1, 0]) if not swapped else np.array([0, 1, 1, 0])
    (found,) = asked(right, y)

    assert found.images[found.right[0]] == 3
    assert found.right == ((1,) if swapped else (0,))
