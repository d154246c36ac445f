"""What a family is worth follows from who is right on which image."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis.common.scored_on import UnlikeTestImagesError
from analysis.features.ablation import ablate
from tests.analysis.synthetic import row

FAMILIES = ("hog", "gabor", "colour")
N_TEST = 1000


def right(share: float) -> np.ndarray:
    """The first images right, the others wrong: a higher share is right on every image on which a lower one is."""
    return np.arange(N_TEST) < share * N_TEST


def measured(settings: dict[str, object], *shares: float, **columns: object) -> pd.DataFrame:
    """One row per seed with exactly these shares right."""
    told = {"settings": json.dumps(settings), "n_train": 1000} | columns
    return pd.DataFrame([row("svm", "quick", 1000, seed, right(share)) | told for seed, share in enumerate(shares)])


@pytest.fixture
def rows():
    """All families 80 %; HOG alone 79, Gabor alone 50; without HOG 77, without Gabor 80; nothing of colour."""
    return pd.concat(
        [
            measured({}, 0.80, 0.80, 0.80),
            measured({"only": "hog"}, 0.79, 0.79, 0.79),
            measured({"only": "gabor"}, 0.50, 0.50, 0.50),
            measured({"without": "hog"}, 0.77, 0.77, 0.77),
            measured({"without": "gabor"}, 0.80, 0.80, 0.80),
        ]
    )


def by_family(rows: pd.DataFrame) -> pd.DataFrame:
    """The table with a family per row."""
    return ablate(rows, FAMILIES).table.set_index("family")


def test_accuracies_and_changes_are_means_over_seeds_and_images(rows):
    """Shares that can be counted by hand."""
    found, table = ablate(rows, FAMILIES), by_family(rows)

    assert found.accuracy == pytest.approx(0.8)
    assert table["alone"][["hog", "gabor"]].tolist() == pytest.approx([0.79, 0.50])
    assert table["without"][["hog", "gabor"]].tolist() == pytest.approx([0.77, 0.80])
    assert table["alone_change"][["hog", "gabor"]].tolist() == pytest.approx([-0.01, -0.30])
    assert table["without_change"][["hog", "gabor"]].tolist() == pytest.approx([-0.03, 0.0])


def test_what_is_not_measured_is_nan(rows):
    """A family without rows has neither numbers nor a lead."""
    colour = by_family(rows).loc["colour"]

    assert colour.drop("leads").isna().all()
    assert not colour["leads"]


def test_changes_are_paired_image_by_image(rows):
    """Ten images of a thousand lost and none won is a clear loss, although the bands of both accuracies overlap."""
    hog = by_family(rows).loc["hog"]

    assert hog["alone_low"] < ablate(rows, FAMILIES).low < hog["alone_high"]
    assert hog["alone_change_high"] < 0


def test_as_many_lost_as_won_is_no_sure_change(rows):
    """Of three hundred images that differ, half are better: the interval contains zero."""
    rolled = measured({"without": "colour"}, 0.8, 0.8, 0.8)
    rolled["correct"] = [np.packbits(np.roll(right(0.8), 150)).tobytes()] * 3
    colour = by_family(pd.concat([rows, rolled])).loc["colour"]

    assert colour["without_change"] == pytest.approx(0)
    assert colour["without_change_low"] < -0.005
    assert colour["without_change_high"] > 0.005


def test_seeds_that_disagree_widen_the_interval():
    """The same mean change from three seeds that agree, and from three that do not."""
    together = measured({}, 0.8, 0.8, 0.8)
    agree = by_family(pd.concat([together, measured({"without": "hog"}, 0.77, 0.77, 0.77)])).loc["hog"]
    differ = by_family(pd.concat([together, measured({"without": "hog"}, 0.70, 0.77, 0.84)])).loc["hog"]

    assert agree["without_change"] == pytest.approx(differ["without_change"])
    assert agree["without_change_high"] < 0 < differ["without_change_high"]


def test_only_seeds_that_both_have_are_compared():
    """During a sweep, all families may have three seeds and one family a single seed: only that seed is compared."""
    rows = pd.concat([measured({}, 0.80, 0.60, 0.40), measured({"only": "hog"}, 0.75)])

    assert by_family(rows).loc["hog", "alone_change"] == pytest.approx(-0.05)


def test_leaders_are_those_not_surely_behind_the_best():
    """The best one leads, and so does one that may be equal to it; one far behind does not."""
    rows = pd.concat(
        [measured({"only": family}, share) for family, share in zip(FAMILIES, (0.8, 0.799, 0.6), strict=True)]
    )
    rows.loc[rows["settings"].str.contains("gabor"), "correct"] = np.packbits(np.roll(right(0.799), 50)).tobytes()

    assert by_family(rows)["leads"].tolist() == [True, True, False]


def test_machines_are_one_and_other_settings_none(rows):
    """Answers do not depend on the machine; a learner with C changed is no part of the comparison."""
    moved = rows.assign(machine=[f"machine {place % 2}" for place in range(len(rows))])
    other = measured({"only": "hog", "C": 0.1}, 0.1), measured({"C": 0.1}, 0.1)

    pd.testing.assert_frame_equal(by_family(pd.concat([moved, *other])), by_family(rows))


def test_a_seed_measured_twice_counts_once(rows):
    """The latest row of a seed is the row of that seed."""
    again = measured({}, 0.7, 0.7, 0.7, measured_at="2027-01-01T00:00:00+00:00")

    assert ablate(pd.concat([rows, again]), FAMILIES).accuracy == pytest.approx(0.7)
    assert by_family(pd.concat([again, rows])).loc["hog", "alone_change"] == pytest.approx(0.09)


def test_unlike_rows_are_refused(rows):
    """If more than the families differs, differences cannot be attributed to them."""
    for column in ["n_train", "recipe", "origin"]:
        other = measured({"only": "colour"}, 0.5, **{column: 7})
        with pytest.raises(ValueError, match=r"^Families can be compared only with one number of training images"):
            ablate(pd.concat([rows, other]), FAMILIES)


def test_other_test_images_are_refused(rows):
    """Accuracies on different images are never compared."""
    with pytest.raises(UnlikeTestImagesError):
        ablate(pd.concat([rows, measured({}, 0.5, data_version="2")]), FAMILIES)
