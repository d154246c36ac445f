"""The laws of means and their bands."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.common.scored_on import ScoredOn, UnlikeTestImagesError
from analysis.common.summary import summarise
from tests.analysis.synthetic import row, rows


def measured(*shares: float, n_test: int = 100, **columns: object) -> pd.DataFrame:
    """One row per seed with exactly these shares right."""
    return pd.DataFrame(
        [
            row("svm", "quick", 100, seed, np.arange(n_test) < share * n_test) | columns
            for seed, share in enumerate(shares)
        ]
    )


def test_one_seed_has_the_band_of_its_test_images_and_says_so():
    """50 of 100 right: Agresti and Coull give 0.5 ± 1.96·sqrt(0.25 / 104), and the band does not claim seeds."""
    (found,) = summarise(measured(0.5)).itertuples()

    assert found.band_covers == "test images"
    assert found.high - found.accuracy == pytest.approx(1.959964 * np.sqrt(0.25 / 104))
    assert found.accuracy - found.low == pytest.approx(found.high - found.accuracy)


def test_both_seeds_and_test_images_widen_the_band():
    """Seeds 0.48 and 0.52: 0.0008/2, so 0.0004, of seeds plus 0.25/104 of images, with Welch's t."""
    (found,) = summarise(measured(0.48, 0.52)).itertuples()
    variance = 0.0004 + 0.25 / 104
    freedom = variance**2 / 0.0004**2

    assert found.band_covers == "seeds and test images"
    assert found.accuracy == pytest.approx(0.5)
    assert found.high - found.accuracy == pytest.approx(stats.t.ppf(0.975, freedom) * np.sqrt(variance))


def test_a_perfect_score_still_has_a_band():
    """100 of 100 right does not mean that all other images would be right."""
    (found,) = summarise(measured(1.0)).itertuples()

    assert found.low < 0.99
    assert found.high == 1.0


@pytest.mark.slow
def test_the_band_covers_the_truth_about_as_often_as_it_says():
    """With three seeds, the 95 % band holds the true accuracy in 92 to 99 % of 400 invented measurements."""
    random = np.random.default_rng(0)
    shares = np.clip(0.7 + random.normal(0, 0.01, (400, 3)) + random.normal(0, np.sqrt(0.21 / 2000), (400, 1)), 0, 1)
    frame = pd.concat([measured(*share, n_test=2000, machine=f"m{i}") for i, share in enumerate(shares)])
    found = summarise(frame)

    assert 0.92 <= ((found["low"] <= 0.7) & (found["high"] >= 0.7)).mean() <= 0.99


def test_unlike_rows_never_share_a_mean():
    """Rows that differ in where, on what, or with what they were measured make two curves."""
    for column in ["origin", "device", "machine", "settings", "data_version", "dataset", "recipe"]:
        frame = pd.concat([measured(0.4), measured(0.8, **{column: "other"})])

        assert sorted(summarise(frame)["accuracy"]) == pytest.approx([0.4, 0.8])


def test_a_seed_measured_twice_counts_once():
    """The same seed is not a second, independent draw."""
    frame = pd.concat([measured(0.4, 0.6), measured(0.6, 0.6)[1:]])

    assert summarise(frame)["n_seeds"].tolist() == [2]


def test_seconds_are_the_sum_of_their_parts():
    """Features, fit and prediction together."""
    found = summarise(rows(sizes=(100,), n_test=100))

    parts = found["feature_seconds"] + found["fit_seconds"] + found["predict_seconds"]
    assert found["seconds"].tolist() == pytest.approx(parts.tolist())


def test_unlike_test_images_are_refused_in_one_sentence():
    """Several sets of test images, or none, raise an error."""
    frame = pd.concat([measured(0.4), measured(0.4, data_version="2")])

    with pytest.raises(UnlikeTestImagesError, match=r"cifar10 version 1, 100 images; or cifar10 version 2"):
        ScoredOn.of(frame)
    with pytest.raises(UnlikeTestImagesError, match="no rows to compare"):
        ScoredOn.of(frame[:0])
    assert ScoredOn.of(measured(0.4)) == ScoredOn("cifar10", "1", 100)
