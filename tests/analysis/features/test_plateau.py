"""What holds the SVM back is told from paired rows, and a gain is named only if all of its interval is one."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis.features.plateau import places, plateau, what_lifts_the_svm
from tests.analysis.synthetic import row

N_TEST = 2000


def rows_of(share, settings=None, n=500, learner="svm", n_seeds=3):
    """The first images right, in every seed."""
    told = {"settings": json.dumps(settings or {}), "dataset": "digits"}
    made = [row(learner, "quick", n, seed, np.arange(N_TEST) < share * N_TEST) | told for seed in range(n_seeds)]
    return pd.DataFrame(made)


def measured(**changed):
    """The unchanged SVM at 60 %, and four changes."""
    shares = {"C": 0.6, "linear": 0.5, "images": 0.65, "pretrained": 0.7} | changed
    return pd.concat(
        [
            rows_of(0.6),
            rows_of(shares["C"], {"C": 25.0}),
            rows_of(shares["linear"], {"kernel": "linear"}),
            rows_of(shares["images"], n=1000),
            rows_of(shares["pretrained"], learner="pretrained"),
        ]
    )


def test_changes_are_differences_from_the_unchanged_svm():
    """Worked out by hand: 0, -10, +5 and +10 points."""
    table = plateau(measured(), 500).table.set_index("label")

    assert table["change"].round(3).to_dict() == pytest.approx(
        {
            "Pretrained features instead": 0.1,
            "Twice the images": 0.05,
            "C from 5 to 25": 0.0,
            "Linear kernel instead of RBF": -0.1,
        },
        abs=1e-3,
    )
    assert (table["low"] <= table["change"]).all() and (table["change"] <= table["high"]).all()


def test_the_sentence_names_what_lifts_and_what_does_not():
    """Most first; and it turns with the rows."""
    told = what_lifts_the_svm(plateau(measured(), 500))
    turned = what_lifts_the_svm(plateau(measured(C=0.8, images=0.6, pretrained=0.55), 500))

    assert told.startswith("What lifts the SVM after 500 training images: ")
    assert told.index("other features by 10.0 points") < told.index("more images by 5.0 points")
    assert told.endswith("No clear gain came from another C and another kernel. Unchanged it gets 60.0 % right.")
    assert "500 training images: another C by 20" in turned
    assert "No clear gain came from more images, other features and another kernel" in turned


def test_a_bound_is_told_by_its_best_value():
    """Of two values of C, the better one counts."""
    rows = pd.concat([measured(C=0.62), rows_of(0.66, {"C": 1.0})])

    assert "another C by 6.0 points" in what_lifts_the_svm(plateau(rows, 500))


def test_a_place_needs_the_unchanged_svm_and_three_bounds():
    """Two bounds take nothing apart, and without the unchanged SVM there is nothing to compare with."""
    rows = measured()
    unchanged = (rows["learner"] == "svm") & (rows["settings"] == "{}") & (rows["n_train"] == 500)

    assert places(rows) == [("digits", "live", 500)]
    assert places(rows[~unchanged]) == []
    assert places(rows[(rows["settings"] == "{}")]) == []
