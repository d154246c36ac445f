"""The laws of the crossing band, one invented pair of curves for each kind."""

import numpy as np
import pandas as pd
import pytest

from analysis.common.scored_on import UnlikeTestImagesError
from analysis.data_size.crossover import crossover, crossovers
from tests.analysis.synthetic import rows

SIZES = (100, 1000, 10_000)


def pair(svm: tuple[float, ...], cnn: tuple[float, ...], **options: object) -> pd.DataFrame:
    """Rows of both learners with these accuracies at 100, 1,000 and 10,000 images."""
    options = {"n_test": 2000, "seed_spread": 0.002, "sizes": SIZES[: len(svm)]} | options
    curves = {
        ("svm", "quick"): dict(zip(SIZES, svm, strict=False)),
        ("cnn", "quick"): dict(zip(SIZES, cnn, strict=False)),
    }
    return rows({key: curve.__getitem__ for key, curve in curves.items()}, **options)


def test_each_shape_of_curves_has_its_kind():
    """The kind follows from the clear lead at each size."""
    for svm, cnn, kind in [
        ((0.4, 0.5, 0.6), (0.3, 0.5, 0.7), "crosses"),
        ((0.3, 0.4, 0.5), (0.4, 0.5, 0.6), "second ahead throughout"),
        ((0.3, 0.4, 0.5), (0.3, 0.5, 0.6), "second pulls ahead"),
        ((0.4, 0.5, 0.6), (0.3, 0.4, 0.5), "first ahead throughout"),
        ((0.4, 0.5, 0.6), (0.3, 0.4, 0.6), "first ahead at some sizes"),
        ((0.3, 0.5, 0.7), (0.4, 0.5, 0.6), "crosses back"),
        ((0.4, 0.4, 0.6), (0.3, 0.5, 0.5), "crosses more than once"),
        ((0.4, 0.5, 0.6), (0.4, 0.5, 0.6), "undecided"),
        ((0.4, 0.5, 0.6), (0.5, 0.5, 0.6), "second ahead at some sizes"),
        ((0.3, 0.4, 0.6), (0.4, 0.5, 0.6), "second ahead at some sizes"),
        ((0.3, 0.5, 0.5), (0.4, 0.5, 0.6), "second ahead at some sizes"),
        ((0.3, 0.4, 0.6), (0.3, 0.5, 0.6), "second ahead at some sizes"),
        ((0.4, 0.5, 0.6), (0.3, 0.5, 0.6), "first ahead at some sizes"),
        ((0.4, 0.5, 0.6), (0.4, 0.5, 0.5), "first ahead at some sizes"),
        ((0.4,), (0.5,), "second ahead throughout"),
        ((0.5,), (0.4,), "first ahead throughout"),
        ((0.4,), (0.4,), "undecided"),
    ]:
        assert crossover(pair(svm, cnn)).kind == kind


def test_a_symmetric_crossing_is_found_in_the_middle():
    """Differences -0.1, 0, +0.1 at 100, 1,000 and 10,000: the crossing is at 1,000, inside the band."""
    found = crossover(pair((0.4, 0.5, 0.6), (0.3, 0.5, 0.7), n_seeds=5))

    assert found.low < 1000 < found.high
    assert found.median == pytest.approx(1000, rel=0.25)
    assert (found.sizes, found.signs, found.second_leads_from) == (SIZES, (-1, 0, 1), 10_000)


def test_curves_that_are_never_seen_to_cross_have_no_band():
    """Equal at the smallest size and ahead after it: the lead begins, but nothing crosses."""
    found = crossover(pair((0.3, 0.4, 0.5), (0.3, 0.5, 0.6)))

    assert (found.low, found.high) == (None, None)
    assert (found.signs, found.second_leads_from) == ((0, 1, 1), 1000)


def test_a_lead_that_is_lost_has_no_band():
    """A lead that is no longer clear is not a crossing."""
    for cnn in [(0.5, 0.5, 0.6), (0.5, 0.5, 0.7), (0.4, 0.6, 0.6)]:
        found = crossover(pair((0.4, 0.5, 0.6), cnn))

        assert (found.low, found.high) == (None, None)


def test_the_same_rows_give_the_same_band_in_any_order():
    """The bootstrap is seeded, and the order of rows does not matter."""
    frame = pair((0.4, 0.5, 0.6), (0.3, 0.5, 0.7))

    assert crossover(frame) == crossover(frame.sample(frac=1, random_state=1))


def test_fewer_test_images_make_a_wider_band():
    """The choice of test images is random, too."""
    narrow, wide = (
        crossover(pair((0.4, 0.5, 0.6), (0.3, 0.5, 0.7), n_test=n, n_seeds=1, seed_spread=0)) for n in (8000, 500)
    )

    assert np.log(wide.high / wide.low) > 2 * np.log(narrow.high / narrow.low)


def test_two_scattered_seeds_decide_less_than_their_test_images():
    """A lead that is clear for the test images alone is not clear with two seeds that disagree."""
    curves = (0.5, 0.5, 0.5), (0.53, 0.53, 0.53)
    one = crossover(pair(*curves, n_seeds=1, seed_spread=0, n_test=10_000))
    two = crossover(pair(*curves, n_seeds=2, seed_spread=0.03, n_test=10_000))

    assert one.kind == "second ahead throughout"
    assert two.kind == "undecided"


@pytest.mark.slow
def test_the_band_covers_the_true_crossing():
    """With three seeds, the 95 % band contains the true 1,000 in at least 54 of 60 synthetic measurements."""
    bands = [
        crossover(pair((0.4, 0.5, 0.6), (0.3, 0.5, 0.7), random_state=i, n_test=500, seed_spread=0.01), n_draws=300)
        for i in range(60)
    ]

    assert sum((band.low or 0) <= 1000 <= (band.high or np.inf) for band in bands) >= 54


def test_only_sizes_and_seeds_that_both_have_are_compared():
    """A size or seed of one learner alone is left out."""
    frame = pair((0.4, 0.5, 0.6), (0.3, 0.5, 0.7))
    partial = frame[~((frame["learner"] == "cnn") & ((frame["n_train"] == 10_000) | (frame["seed"] == 2)))]
    found = crossover(partial)

    assert (found.largest, found.gaps[-1].n_seeds) == (1000, 2)


def test_origins_and_recipes_never_mix():
    """Recorded and live rows have separate crossovers."""
    one, other = (pair((0.4, 0.6), (0.3, 0.7), origin=origin) for origin in ("live", "recorded-here"))

    assert [found.origin for found in crossovers(pd.concat([one, other]))] == ["live", "recorded-here"]


def test_unlike_test_images_are_refused():
    """Predictions for different images cannot be paired."""
    frame = pd.concat([pair((0.4, 0.6), (0.3, 0.7)), pair((0.4, 0.6), (0.3, 0.7), data_version="2")])

    with pytest.raises(UnlikeTestImagesError):
        crossover(frame)
