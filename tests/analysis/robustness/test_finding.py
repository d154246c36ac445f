"""The sentences follow the rows, and say no more than their intervals."""

import pandas as pd

from analysis.robustness.finding import (
    at_last_step,
    breaks_table,
    finding,
    first_break,
    luck,
    what_helps,
    who_breaks_first,
)
from analysis.robustness.losses import losses, means
from tests.analysis.robustness.made import gentle, rows


def said(table):
    """The finding of these rows."""
    return finding(means(table))


def test_the_one_that_loses_more_is_named():
    """And the other way round, when rows are swapped."""
    assert said(rows()).startswith("Over two changes handcrafted features lose 12 % (10 to 13) and the CNN 23 %")
    assert "the CNN loses more" in said(rows())
    assert "handcrafted features lose more" in said(rows(gentle(800), gentle(400)))


def test_equal_losses_are_too_close_to_call():
    """Nobody is named."""
    assert "too close to call" in said(rows(gentle(400), gentle(404)))


def test_of_three_the_one_that_loses_most_and_the_one_that_loses_least_are_named():
    """Each only where its interval is clear of the next one's; where all are clear, the shares say it."""
    assert said(rows(pretrained=gentle(200))).endswith("pretrained features 6 % (4 to 7) of what they got right.")
    assert ": the CNN loses most." in said(rows(pretrained=gentle(404)))
    assert ": handcrafted features lose least." in said(rows(pretrained=gentle(804)))
    assert "who loses most is too close to call" in said(rows(gentle(400), gentle(402), gentle(404)))


def test_one_seed_is_said_to_be_one():
    """Its intervals cover the test images only."""
    assert luck(means(rows(n_seeds=1))["n_seeds"]) == "With one seed, luck in training is not in the intervals."
    assert luck(means(rows())["n_seeds"]) == ""


def test_one_learner_is_no_comparison():
    """It says what is missing."""
    table = rows()
    assert "two learners must" in said(table[table["learner"] == "svm"])


def test_a_break_is_where_a_quarter_is_certainly_lost():
    """225 of 900 would be a quarter: its interval begins below."""
    at_the_edge = losses(rows({"noise": [0, 0, 225, 260, 300], "rotation": [0] * 5}))
    found = first_break(at_the_edge, "svm")

    assert (found.change, found.level, found.amount) == ("noise", 4, 72)
    assert first_break(losses(rows(gentle(100))), "svm") is None


def test_who_breaks_first_is_at_the_lowest_level():
    """With the change and the amount of both; at the same level nobody is first."""
    early = {"noise": [0] * 5, "rotation": [0, 500, 600, 700, 800]}
    late = {"noise": [0, 0, 0, 0, 500], "rotation": [0] * 5}

    assert who_breaks_first(losses(rows(early, late))) == (
        "Handcrafted features break first: a quarter of the accuracy is gone under rotation at 15°, step 2 of 5; "
        "for the CNN only under noise at 112 grey levels, step 5."
    )
    assert who_breaks_first(losses(rows(early, early))).startswith(
        "Both first lose a quarter of their accuracy at step 2 of 5"
    )
    assert "the CNN keeps more than three quarters" in who_breaks_first(losses(rows(early, gentle(0))))
    assert who_breaks_first(losses(rows(gentle(0), gentle(0)))).startswith("Neither")


def test_three_learners_are_told_in_the_order_in_which_they_break():
    """Those that break together in one breath, and those that never do at the end."""
    early = {"noise": [0] * 5, "rotation": [0, 500, 600, 700, 800]}
    late = {"noise": [0, 0, 0, 0, 500], "rotation": [0] * 5}

    assert who_breaks_first(losses(rows(early, late, gentle(0)))) == (
        "Handcrafted features break first: a quarter of the accuracy is gone under rotation at 15°, step 2 of 5; "
        "for the CNN only under noise at 112 grey levels, step 5; "
        "pretrained features keep more than three quarters under every change."
    )
    assert who_breaks_first(losses(rows(early, late, early))).startswith(
        "Handcrafted features and pretrained features first lose a quarter of their accuracy at step 2 of 5: "
    )
    assert who_breaks_first(losses(rows(early, early, early))).startswith("All first lose a quarter")
    assert who_breaks_first(losses(rows(gentle(0), gentle(0), gentle(0)))).startswith("None certainly")


def test_breaks_are_a_table_in_the_order_in_which_they_come():
    """Who never breaks comes last."""
    early = {"noise": [0] * 5, "rotation": [0, 500, 600, 700, 800]}
    late = {"noise": [0, 0, 0, 0, 500], "rotation": [0] * 5}

    assert breaks_table(losses(rows(late, gentle(0), early))).to_numpy().tolist() == [
        ["Pretrained features", "Rotation at 15°", "2 of 5"],
        ["Handcrafted features", "Noise at 112 grey levels", "5 of 5"],
        ["The CNN", "None", "–"],
    ]


def test_the_last_step_of_a_change_is_said_in_percent():
    """900 of 1,000 right, then 500."""
    assert at_last_step(losses(rows(gentle(400))), "noise") == (
        "With noise at 112 grey levels, the last of five steps, handcrafted features get 50 % of the test images "
        "right instead of 90 % and the CNN gets 10 % of the test images right instead of 90 %."
    )


def test_what_helps_compares_both_recipes():
    """More, less, as much or too close to call; nothing is said of one recipe."""
    both = pd.concat([rows(), rows(gentle(400), gentle(400), recipe="thorough")])
    worse = pd.concat([rows(), rows(gentle(800), gentle(800), recipe="thorough")])

    close = pd.concat([rows(), rows(gentle(420), gentle(830), recipe="thorough")])

    assert what_helps(means(both)).startswith("Thorough training helps some, not all, on average: with it handcrafted")
    assert "handcrafted features lose as much, 12 % (10 to 13); the CNN loses" in what_helps(means(both))
    assert what_helps(means(both)).endswith(", less.")
    assert what_helps(means(worse)).startswith("Thorough training does not clearly help here on average: with it ")
    assert "handcrafted features lose 23 % (22 to 25) instead of 12 % (10 to 13), more" in what_helps(means(worse))
    assert what_helps(means(close)).count("too close to call") == 1
    assert what_helps(means(rows())) == ""
