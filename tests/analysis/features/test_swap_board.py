"""The swap board's spreads are what a reader would work out by hand, and no sentence says more than its interval."""

import numpy as np
import pandas as pd
import pytest

from analysis.common.scored_on import UnlikeTestImagesError
from analysis.common.swap_cells import CELLS
from analysis.features.swap_board import cell_of, disagreement, finding, neighbours, swap_board
from tests.analysis.features.board_rows import board_rows, flat


def turned(features, head):
    """Features move accuracy by 4 points, classifiers by 30."""
    of_head = {"linear_svm": 0.4, "rbf_svm": 0.5, "logistic_regression": 0.45, "neural": 0.7}
    return of_head[head] + {"raw": -0.02, "handcrafted": 0.02, "cnn": 0.0, "pretrained": 0.01}[features]


def test_the_spreads_are_those_worked_out_by_hand():
    """0.7 - 0.4 between the features, 0.02 + 0.02 between the classifiers."""
    features, heads, gap = swap_board(board_rows(flat)).spreads

    assert (features.value, heads.value, gap.value) == pytest.approx((0.30, 0.04, 0.26), abs=1e-3)
    assert all(one.low < one.value < one.high for one in (features, heads, gap))


def test_a_spread_is_averaged_over_the_other_choice():
    """If features matter for one classifier alone, by 40 points, the spread is a quarter of it."""
    board = swap_board(board_rows(lambda features, head: 0.9 if (features, head) == ("cnn", "neural") else 0.5))

    assert board.spreads[0].value == pytest.approx(0.1, abs=1e-3)


def test_the_finding_flips_with_the_rows():
    """Features ahead, classifiers ahead, and neither."""
    assert finding(swap_board(board_rows(flat))).startswith("Choosing features moves accuracy by 30.0 points (")
    assert "choosing the classifier by 4" in finding(swap_board(board_rows(flat)))
    assert finding(swap_board(board_rows(turned))).startswith(
        "The classifier matters more here: choosing features moves accuracy by 4"
    )
    assert finding(swap_board(board_rows(lambda *_: 0.6))).startswith("Which matters more is too close to call")


def test_few_test_images_widen_the_intervals():
    """The same shares of 100 images say less than of 10,000."""
    wide, narrow = (swap_board(board_rows(flat, n_test=n)).spreads[0] for n in (100, 10_000))

    assert wide.high - wide.low > 5 * (narrow.high - narrow.low)


def test_a_board_with_a_hole_has_no_spreads():
    """One cell that is missing, or measured with other seeds alone, and the sentence counts the cells."""
    rows = board_rows(flat)
    hole = rows[rows["settings"] != rows["settings"].iloc[0]]
    unlike = rows[(rows["settings"] != rows["settings"].iloc[0]) | (rows["seed"] == 2)]
    unlike = unlike[(unlike["settings"] == rows["settings"].iloc[0]) | (unlike["seed"] < 2)]

    assert finding(swap_board(hole)).startswith("Not enough measured yet: 15 of 16 cells")
    assert finding(swap_board(unlike)).startswith("Not enough measured yet: 16 of 16 cells")


def test_only_seeds_that_all_cells_have_count_for_the_spreads():
    """A seed of a single cell, lucky as it may be, moves no spread."""
    rows = board_rows(flat)
    lucky = board_rows(lambda *_: 1.0, n_seeds=4).query("seed == 3").head(1)
    board = swap_board(pd.concat([rows, lucky]))

    assert board.seeds == [0, 1, 2]
    assert board.spreads == swap_board(rows).spreads


def test_the_highest_cell_is_called_so_only_if_other_features_are_below_its_interval():
    """Two kinds of features with 70.0 and 70.2 % of 2,000 images are not told apart."""
    close = finding(swap_board(board_rows(lambda features, head: flat(features, head) if features != "cnn" else 0.72)))

    assert "The highest cell after 500 training images: pretrained features with an RBF SVM, 72" in finding(
        swap_board(board_rows(flat))
    )
    assert "No features are clearly ahead" in close


def test_rows_with_further_settings_are_no_cells():
    """A CNN with other epochs, or an unknown classifier, has no place on the board."""
    assert cell_of('{"head": "neural", "features": "cnn"}') == ("cnn", "neural")
    assert cell_of('{"features": "cnn", "head": "neural", "epochs": 3}') is None
    assert cell_of('{"features": "cnn", "head": "crown"}') is None
    assert cell_of("{}") is None


def test_settings_in_another_order_are_the_same_cell():
    """Their seeds are one mean."""
    rows = board_rows(flat)
    rows.loc[rows["seed"] == 1, "settings"] = [
        f'{{"head": "{head}", "features": "{features}"}}' for features, head in CELLS
    ]

    assert swap_board(rows).table["n_seeds"].tolist() == [3] * 16


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [("n_train", 100, ValueError), ("origin", "other", ValueError), ("n_test", 9, UnlikeTestImagesError)],
)
def test_unlike_rows_make_no_board(column, value, problem):
    """Other sizes, machines' files or test images are never averaged."""
    rows = board_rows(flat)
    rows.loc[0, column] = value

    with pytest.raises(problem):
        swap_board(rows)


def test_cells_beside_a_corner_and_a_middle():
    """Two in the corner, four in the middle."""
    assert neighbours(("raw", "linear_svm")) == [("raw", "rbf_svm"), ("handcrafted", "linear_svm")]
    assert len(neighbours(("cnn", "rbf_svm"))) == 4


def test_disagreement_counts_labels_not_mistakes():
    """Two that are wrong in different ways disagree; only common seeds count."""
    one = {0: np.array([1, 2, 3, 4]), 1: np.array([1, 1, 1, 1])}
    other = {0: np.array([1, 2, 0, 0]), 1: np.array([1, 1, 1, 1]), 2: np.array([9, 9, 9, 9])}

    assert disagreement(one, other) == 0.25
    assert disagreement(one, {5: np.array([1, 1, 1, 1])}) is None
