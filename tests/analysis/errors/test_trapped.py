"""The sentences of the shortcut trap: who fell for it more, only where the intervals support it, and what helps."""

import pandas as pd

from analysis.errors.shortcut import finding, helps, measured_here, points, with_share
from tests.analysis.errors.trap_made import SHARES, USUAL, trapped_rows


def told(*rows):
    """The finding at 95 %, and what helps."""
    all_rows = with_share(pd.concat(rows), SHARES, len(USUAL))
    table = points(all_rows, USUAL)
    quick, quick_rows = table[table["recipe"] == "quick"], all_rows[all_rows["recipe"] == "quick"]
    return finding(quick, quick_rows, 95, USUAL), helps(table, all_rows, 95, USUAL)


SVM = trapped_rows("svm", 95, [(200, 100), (200, 98), (200, 102)])
CNN = trapped_rows("cnn", 95, [(200, 40), (200, 42), (200, 38)])
ALIKE = trapped_rows("cnn", 95, [(200, 99), (200, 103), (200, 98)])
SPARED = trapped_rows("cnn", 95, [(190, 180), (190, 182), (190, 178)])


def test_who_fell_for_it_more_is_named():
    """The CNN's fall of 80 points is certainly further than the SVM's of 50."""
    said, _ = told(SVM, CNN)

    assert said.startswith(
        "With the usual background in 95 % of the training images, swapping it costs the CNN 80 points and the SVM 50 "
        "points. The CNN fell for it more."
    )
    assert "On test images with the usual background 100 % are right, on those with the other one 20 % to 50 %." in said
    assert said.endswith("Both fell by at least 20 points.")


def test_alike_falls_are_too_close_to_call():
    """Nobody is named whose interval includes 0."""
    assert "Who fell for it more is too close to call" in told(SVM, ALIKE)[0]


def test_who_does_not_fall_is_said():
    """A fall of five points is no fall of twenty."""
    said, _ = told(SVM, SPARED)

    assert said.endswith("The SVM certainly fell by at least 20 points; it is not certain that the CNN did.")
    assert told(SPARED)[0].endswith("No learner certainly fell by at least 20 points.")


def test_of_three_learners_the_last_or_the_first_is_named():
    """Two alike and one less far; one further than two alike; one learner alone."""
    third = [(200, 150), (200, 152), (200, 149)]

    assert "Pretrained features fell for it least" in told(SVM, ALIKE, trapped_rows("pretrained", 95, third))[0]
    far = trapped_rows("pretrained", 95, [(200, 20), (200, 22), (200, 19)])
    assert "Pretrained features fell for it most" in told(SVM, ALIKE, far)[0]
    assert "Only one learner is measured" in told(SVM)[0]


def test_balanced_training_is_judged_by_its_rows():
    """At 50 % what is right with the other background, and whether anything is still lost."""
    balanced = [
        trapped_rows("svm", 50, [(190, 190)] * 3),
        trapped_rows("cnn", 50, [(196, 150), (198, 152), (197, 148)]),
    ]
    _, (said,) = told(SVM, CNN, *balanced)

    assert (
        "accuracy on test images with the other background is 95 % for the SVM and 75 % for the CNN. "
        "The CNN still certainly loses accuracy when the background is swapped."
    ) in said
    assert told(SVM, CNN)[1] == []


def test_thorough_training_helps_only_if_it_certainly_does():
    """The CNN falls 30 points less with it, the SVM about as far as before."""
    thorough = [
        trapped_rows("svm", 95, [(200, 101), (200, 98), (200, 101)], "thorough"),
        trapped_rows("cnn", 95, [(200, 100), (200, 104), (200, 97)], "thorough"),
    ]
    _, (said,) = told(SVM, CNN, *thorough)

    assert "the SVM shows no certain change from quick training" in said
    assert "the CNN falls 30 points less" in said


def test_what_was_measured_here_says_how_often():
    """One seed of one learner."""
    rows = with_share(trapped_rows("svm", 95, [(200, 50)]), SHARES, len(USUAL))

    assert measured_here(points(rows, USUAL), 95) == (
        "Measured here at 95 % (one seed), right with the usual and with the other background: the SVM 100 % and 25 %, "
        "a fall of 75 points."
    )
