"""The advice in words: who, by how much, why, and what to do where there is none."""

import pandas as pd

from analysis.decide.advice import Question, advise, cite
from analysis.decide.measured import Margin, comparable_sets
from analysis.decide.words import describe_evidence, difference, finding, interval, pretrained_note, verdict
from tests.analysis.decide.by_hand import made


def said(*rows, n=100, **question):
    """The finding, and what it was written from."""
    (found,) = comparable_sets(pd.concat(rows))
    advice = advise(found, Question(n, **question))
    return finding(advice, found), advice, found


def test_a_winner_has_its_margin_with_its_interval():
    """Two lines of headline name both, and the interval."""
    words, advice, _ = said(made("svm", {100: 0.5}), made("cnn", {100: 0.7}, recipe="thorough", seconds=9))
    ends = interval(advice.margin)
    assert words == (
        f"Use the CNN (thorough training): 20 points ({ends}) more accurate than handcrafted features (quick training)."
    )
    assert len(words) <= 155
    assert difference(advice) == ""


def test_no_difference_is_said_and_the_cheaper_one_named_with_both_times():
    """The interval below the headline includes zero."""
    words, advice, _ = said(made("svm", {100: 0.5}, seconds=3), made("cnn", {100: 0.51}, seconds=32))
    assert words == (
        "No difference was shown, so use the cheaper one: handcrafted features (quick training), trained in 3 s, "
        "rather than the CNN (quick training), in 32 s."
    )
    assert difference(advice).startswith("The CNN (quick training): 1.0 points ahead of handcrafted features")
    assert "includes zero" in difference(advice)


def test_explaining_says_that_it_decided():
    """Only where no difference was shown."""
    words, *_ = said(made("svm", {100: 0.5}, seconds=9), made("cnn", {100: 0.5}), explain=True)
    assert words.startswith("No difference was shown, so use the one that is easier to explain: handcrafted features")


def test_nobody_names_the_cheapest_way_out():
    """What to allow, and with how many images it would do."""
    words, advice, _ = said(
        made("svm", {100: 0.5, 400: 0.6}, seconds={100: 3, 400: 12}),
        made("cnn", {100: 0.5, 400: 0.6}, seconds=90),
        n=400,
        seconds=6.0,
    )
    assert words == (
        "Nothing measured meets your limits. The cheapest way out is handcrafted features (quick training): "
        "allow 12 s to train instead of 6 s, or train on at most 200 images."
    )
    assert {verdict(one, advice) for one in advice.options} == {
        "out: 1.5 min to train, over 6 s",
        "out: 12 s to train, over 6 s; in time with at most 200 images",
    }


def test_nothing_near_says_what_was_measured():
    """No advice, but the sizes that there are."""
    words, *_ = said(made("svm", {100: 0.5}), made("cnn", {100: 0.5}), n=5000)
    assert words.startswith("Nothing was measured near 5,000 images: the rows reach from 100 to 100")


def test_a_grey_zone_is_called_so():
    """Beyond the largest and below the smallest size."""
    rows = made("svm", {100: 0.5, 400: 0.6}), made("cnn", {100: 0.5, 400: 0.6})
    assert "700 images are more than the 400 measured: a grey zone" in said(*rows, n=700)[0]
    assert "60 images are fewer than the 100 measured: a grey zone" in said(*rows, n=60)[0]
    assert "grey" not in said(*rows, n=200)[0]


def test_the_row_against_says_who_is_ahead_and_that_it_breaks_the_limits():
    """The one ahead is named first."""
    _, advice, found = said(
        made("svm", {100: 0.6, 200: 0.6}),
        made("cnn", {100: 0.4, 200: 0.8}, recipe="thorough", seconds={100: 5, 200: 90}),
        seconds=10.0,
    )
    words = describe_evidence(cite(found, advice).contradicts)
    assert words.startswith("With 200 images: the CNN (thorough training) 20 points ahead of handcrafted features")
    assert words.endswith("It takes 1.5 min to train there, over your limit.")


def test_pretrained_models_are_not_measured_until_they_are():
    """The sentence follows the rows."""
    svm, cnn = made("svm", {100: 0.5}), made("cnn", {100: 0.5})
    *_, found = said(svm, cnn)
    assert "have not been measured" in pretrained_note(Question(100), found)
    *_, found = said(svm, cnn, made("pretrained_svm", {100: 0.9}))
    assert "take part" in pretrained_note(Question(100), found)
    assert "left out" in pretrained_note(Question(100, pretrained=False), found)


def test_an_interval_has_no_negative_zero():
    """Minus is a minus sign, and zero has none."""
    assert interval(Margin(-0.0001, 0.04, 0.09)) == "0 to 9"
    assert interval(Margin(-0.0105, 0.01, 0.0344)) == "−1 to 3"
    assert interval(Margin(-0.0012, 0.012, 0.0344)) == "−0.1 to 3.4"
