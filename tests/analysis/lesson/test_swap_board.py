"""The verdict on features and classifiers follows the board's rows, and nothing else."""

import re

import pandas as pd

from analysis.lesson.features import features_matter
from tests.analysis.features.board_rows import board_rows, flat
from tests.analysis.lesson.told import evidence


def turned(features, head):
    """The classifier moves accuracy by 30 points, features by none."""
    return {"linear_svm": 0.4, "rbf_svm": 0.5, "logistic_regression": 0.6, "neural": 0.7}[head]


def test_rows_made_by_hand_flip_the_verdict():
    """Features ahead: it holds. The classifier ahead: it does not. Neither: not decided. One of each: but."""
    mixed = pd.concat([board_rows(flat), board_rows(turned, dataset="digits")])

    assert features_matter(evidence(board_rows(flat))).kind == "holds"
    against = features_matter(evidence(board_rows(turned)))
    assert against.kind == "does not hold"
    assert re.search(r"; −\d", against.measured)  # a minus sign, not a hyphen
    assert features_matter(evidence(board_rows(lambda *_: 0.6))).kind == "too close"
    assert features_matter(evidence(mixed)).kind == "holds, but"


def test_the_number_holds_both_spreads_with_their_intervals():
    """A reader can check the verdict, and learns where it rests on one seed."""
    verdict = features_matter(evidence(board_rows(flat)))
    one_seed = features_matter(evidence(board_rows(flat).query("seed == 0")))

    assert "choosing features moves accuracy by 30.0 points (28" in verdict.measured
    assert "choosing the classifier by 4.0 points (3" in verdict.measured
    assert "with 500 images" in verdict.measured
    assert ["one seed" in found.measured for found in (verdict, one_seed)] == [False, True]


def test_a_board_with_a_hole_decides_nothing():
    """Fifteen cells are no board, and other learners' rows are none either."""
    rows = board_rows(flat)
    hole = rows[rows["settings"] != rows["settings"].iloc[0]]

    assert features_matter(evidence(hole)).kind == "not measured"
    assert features_matter(evidence(rows.assign(learner="svm"))).kind == "not measured"
