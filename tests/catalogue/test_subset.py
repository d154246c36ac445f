"""Training sets are nested, stratified and the same for everybody."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import Images, check_size, subset

pytestmark = pytest.mark.slow


def images_of(counts):
    """A data set with that many images of each class, in a mixed order."""
    y = np.random.default_rng(0).permutation(np.repeat(np.arange(len(counts)), counts))
    X = np.zeros((len(y), 1, 1, 1), np.uint8)
    return Images("toy", "Toy", tuple(map(str, range(len(counts)))), X, y, X, y, "1", True)


many_counts = st.lists(st.integers(1, 60), min_size=2, max_size=12)


@settings(deadline=None)  # the machine may be busy
@given(many_counts, st.integers(0, 5))
def test_larger_contains_smaller(counts, seed):
    """The n-image set is the beginning of every larger one, and nothing comes twice."""
    images = images_of(counts)
    whole = subset(images, sum(counts), seed)
    assert sorted(whole) == list(range(sum(counts)))
    for n in range(len(counts), sum(counts), 7):
        assert np.array_equal(subset(images, n, seed), whole[:n])


@settings(deadline=None)  # the machine may be busy
@given(many_counts, st.integers(0, 5))
def test_every_prefix_is_stratified(counts, seed):
    """Every class has its share to within one image, where every share is at least one image."""
    images = images_of(counts)
    taken = np.cumsum(np.eye(len(counts))[images.y_train[subset(images, sum(counts), seed)]], axis=0)
    share = np.arange(1, sum(counts) + 1)[:, np.newaxis] * np.array(counts) / sum(counts)
    fair = share.min(axis=1) >= 1
    assert (np.abs(taken - share)[fair] < 1 + 1e-9).all()


@settings(deadline=None)  # the machine may be busy
@given(many_counts, st.integers(0, 5))
def test_every_class_has_an_image(counts, seed):
    """The smallest set allowed holds one image of each class."""
    images = images_of(counts)
    assert sorted(images.y_train[subset(images, len(counts), seed)]) == list(range(len(counts)))


@settings(deadline=None)  # the machine may be busy
@given(st.integers(2, 10), st.integers(1, 20))
def test_equal_classes_differ_by_one_at_most(n_classes, n_each):
    """With equal classes every prefix counts each class within one image of every other."""
    images = images_of([n_each] * n_classes)
    order = images.y_train[subset(images, n_each * n_classes, 0)]
    taken = np.cumsum(np.eye(n_classes)[order], axis=0)
    assert np.ptp(taken, axis=1).max() <= 1


def test_seeds_differ_and_repeat():
    """The same seed gives the same images, another seed others."""
    images = images_of([100, 100])
    assert np.array_equal(subset(images, 20, 3), subset(images, 20, 3))
    assert set(subset(images, 20, 3)) != set(subset(images, 20, 4))


def test_impossible_sizes_say_what_would_be_right():
    """One sentence names the bounds, whether images are drawn or the size is only checked."""
    for n in [1, 201, -5, 10.5, True, "10"]:
        for ask in (check_size, lambda images, n: subset(images, n, 0)):
            with pytest.raises(ValueError, match=r"must be a whole number from 2 .* to 200, not"):
                ask(images_of([100, 100]), n)
