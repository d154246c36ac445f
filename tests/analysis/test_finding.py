"""The finding says what the intervals allow, in words for everybody."""

import pytest

from analysis.crossover import Crossover, crossovers
from analysis.finding import finding
from analysis.summary import summarise
from tests.analysis.synthetic import rows


def crossing(kind, low=None, high=None, first_to=None, second_from=None, recipe="quick"):
    """A crossover between 100 and 10,000 pictures."""
    return Crossover(kind, "svm", "cnn", recipe, "live", low, None, high, first_to, second_from, 100, 10_000, 3)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            crossing("crosses", 1412.0, 2876.0, 1000, 5000),
            "With quick training, the network overtakes features made by hand between 1,400 and 2,900 pictures.",
        ),
        (
            crossing("crosses", 1412.0, None, 1000),
            "With quick training, the network overtakes features made by hand with more than 1,400 pictures, "
            "but at 10,000 it is too close to call.",
        ),
        (
            crossing("second ahead from the first size", second_from=100),
            "With quick training, the network leads at every size measured, from 100 pictures on.",
        ),
        (
            crossing("second pulls ahead", None, 470.0, second_from=500),
            "With quick training, the network leads from 500 pictures on; "
            "with fewer the difference is too small to call.",
        ),
        (
            crossing("second pulls ahead", 300.0, None),
            "With quick training, the network leads at some sizes, "
            "but at 10,000 pictures the difference is too small to call.",
        ),
        (
            crossing("first ahead throughout", first_to=10_000),
            "With quick training, features made by hand lead at every size measured, up to 10,000 pictures.",
        ),
        (
            crossing("no crossover in the measured range", first_to=1000),
            "With quick training, features made by hand lead, surely so at 1,000 pictures, "
            "and the network is not surely ahead at any size up to 10,000.",
        ),
        (
            crossing("crosses back", 1412.0, 2876.0),
            "With quick training, features made by hand overtake the network between 1,400 and 2,900 pictures.",
        ),
        (
            crossing("crosses more than once"),
            "With quick training, the lead changes more than once between 100 and 10,000 pictures.",
        ),
        (
            crossing("undecided"),
            "With quick training, neither is surely ahead at any size from 100 to 10,000 pictures: "
            "more seeds may tell.",
        ),
    ],
)
def test_every_kind_has_its_sentence(found, sentence):
    """A visitor reads exactly this."""
    assert finding([found]) == sentence


@pytest.mark.parametrize("known", [[], [crossing("not enough measured")]])
def test_too_few_rows_are_said_to_be_too_few(known):
    """Nothing is claimed of nothing."""
    assert finding(known).startswith("Not enough measured yet: ")


def test_recipes_have_a_sentence_each_with_the_price():
    """A lead is told together with how many times the seconds it takes, at the largest size that both have."""
    summary = summarise(rows(sizes=(100, 10_000), n_test=100))
    found = [
        crossing("crosses", 1412.0, 2876.0, 1000, 10_000),
        crossing("second pulls ahead", None, 470.0, second_from=500, recipe="thorough"),
    ]
    quick, thorough = finding(found, summary).split(". ")

    # SVM 10 + 5 + 0.5 s; network 50.5 s quick and 500.5 s thorough.
    assert quick.endswith("; at 10,000 pictures the network takes about 3 times the seconds")
    assert thorough.endswith("; at 10,000 pictures the network takes about 30 times the seconds.")


def test_seconds_of_unlike_machines_are_not_compared():
    """A graphics card's seconds against a processor's would be no fair price."""
    summary = summarise(rows(sizes=(100, 10_000), n_test=100))
    summary.loc[summary["learner"] == "cnn", "machine"] = "another"

    assert "seconds" not in finding([crossing("crosses", 1412.0, 2876.0, 1000, 10_000)], summary)


def test_an_empty_table_has_a_finding_and_no_error():
    """The page of a fresh installation reads this before anything is measured."""
    nothing = rows(sizes=(100,), n_test=100)[:0]

    assert finding(crossovers(nothing), summarise(nothing)).startswith("Not enough measured yet: ")
