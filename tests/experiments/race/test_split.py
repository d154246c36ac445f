"""How the images of a race are divided: the same for both learners, nested, stratified, and enough of each."""

import numpy as np

import catalogue
from experiments.race.split import split_for_race
from tests.experiments.race.racing import data_set


def test_a_fifth_validates_and_the_rest_is_learned_from():
    """No image is in both parts, none is lost, and each class validates at least once."""
    for n, n_classes, n_validation in [(60, 3, 12), (10, 3, 3), (6, 3, 3), (5, 2, 2), (4, 2, 2)]:
        images = data_set(60, n_classes)
        chosen = catalogue.subset(images, n, seed=3)
        split = split_for_race(images, chosen)
        both = np.concatenate([split.X, split.X_validation])

        assert (len(split.X), len(split.X_validation)) == (n - n_validation, n_validation)
        assert sorted(image.tobytes() for image in both) == sorted(images.X_train[i].tobytes() for i in chosen)
        assert split.n_classes == n_classes


def test_no_more_than_two_thousand_validate():
    """More would take seconds from learning, and say little more."""
    images = data_set(10_500, 2, shape=(8, 8, 1))
    split = split_for_race(images, catalogue.subset(images, 10_500, seed=0))

    assert (len(split.y), len(split.y_validation)) == (8_500, 2_000)


def test_every_beginning_has_every_class_in_its_share():
    """A round learns from the first n: with one image per class or more, each class is within two of its share."""
    for seed in range(3):
        images = data_set(90, 3)
        split = split_for_race(images, catalogue.subset(images, 90, seed))
        for n in range(3, len(split.y) + 1):
            counts = np.bincount(split.y[:n], minlength=3)
            assert counts.min() >= 1
            assert np.abs(counts - n / 3).max() < 2
        assert np.bincount(split.y_validation).tolist() == [6, 6, 6]


def test_the_test_set_is_not_in_the_split():
    """Nothing that a learner is given has it."""
    images = data_set()
    given = vars(split_for_race(images, catalogue.subset(images, 60, seed=0)))
    tests = {image.tobytes() for image in images.X_test}
    given_to = [value for value in given.values() if isinstance(value, np.ndarray) and value.ndim == 4]

    assert len(given_to) == 2
    assert not tests & {image.tobytes() for part in given_to for image in part}
