"""The test images in two halves: no image in both, every class in each."""

import numpy as np

from explain.held_out import AT_MOST, held_out, to_show

ORDERS = {
    "sorted": np.repeat(np.arange(4), 50),
    "in turns": np.arange(200) % 4,
    "by chance": np.random.default_rng(0).integers(0, 4, 201),
}


def test_the_halves_share_no_image_and_every_class():
    """However the test set is ordered, each half has its share of each class, and together they are all."""
    for order in ORDERS:
        y = ORDERS[order]
        halves = held_out(y), to_show(y)

        assert sorted(np.concatenate(halves)) == list(range(len(y)))
        assert np.abs(np.subtract(*(np.bincount(y[half]) for half in halves))).max() <= 1


def test_many_are_thinned_evenly():
    """Of 5,000 sorted test images a thousand are held out, of each class as many."""
    chosen = held_out(np.repeat(np.arange(10), 500))

    assert len(set(chosen)) == len(chosen) == AT_MOST
    assert np.bincount(np.repeat(np.arange(10), 500)[chosen]).tolist() == [100] * 10


def test_one_test_image_is_held_out():
    """Calibration needs at least one; then nothing is left to show."""
    assert held_out(np.array([3])).tolist() == [0]
    assert to_show(np.array([3])).tolist() == []
