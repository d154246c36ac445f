"""The finding says what the intervals allow, in words for everybody."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.common.summary import summarise
from analysis.data_size.crossover import Crossover, crossover, crossovers
from analysis.data_size.finding import finding, preferred
from charts.common.captions import describe_time
from tests.analysis.synthetic import rows

SIZES = (100, 1000, 10_000)


def crossing(kind, low=None, high=None, signs=(-1, 0, 1), recipe="quick"):
    """A crossover between 100 and 10,000 images."""
    return Crossover(kind, "svm", "cnn", recipe, "live", low, None, high, SIZES, signs)


def taking(summary, seconds, spread=1.0):
    """The summary with these seconds; the slowest seed takes so many times as long as the quickest."""
    return summary.assign(
        seconds=seconds, seconds_low=seconds / np.sqrt(spread), seconds_high=seconds * np.sqrt(spread)
    )


def test_every_kind_has_its_sentence():
    """A visitor reads exactly this."""
    for found, sentence in [
        (
            crossing("crosses", 1412.0, 2876.0),
            "With quick training, the CNN overtakes handcrafted features between 1,400 and 2,900 images.",
        ),
        (
            crossing("crosses", 1412.0, None, signs=(-1, 1, 0)),
            "With quick training, the CNN overtakes handcrafted features with more than 1,400 images, "
            "but at 10,000 it is too close to call.",
        ),
        (
            crossing("crosses back", 1412.0, 2876.0, signs=(1, 0, -1)),
            "With quick training, handcrafted features overtake the CNN between 1,400 and 2,900 images.",
        ),
        (
            crossing("crosses back", 1412.0, None, signs=(1, -1, 0)),
            "With quick training, handcrafted features overtake the CNN with more than 1,400 images, "
            "but at 10,000 it is too close to call.",
        ),
        (
            crossing("crosses more than once", signs=(1, -1, 1)),
            "With quick training, the lead changes more than once between 100 and 10,000 images.",
        ),
        (
            crossing("undecided", signs=(0, 0, 0)),
            "With quick training, it is too close to call at every size measured: more seeds may decide it.",
        ),
    ]:
        assert finding([found]) == sentence


def test_a_leader_is_said_to_lead_where_it_surely_does():
    """The sentence follows from the rows, for both learners: no lead is claimed at a size where it is not clear."""
    for signs, where in [
        ((1, 1, 1), "at every size measured, from 100 to 10,000 images"),
        ((1, 0, 0), "at 100 images; with more it is too close to call"),
        ((1, 1, 0), "up to 1,000 images; at 10,000 it is too close to call"),
        ((1, 0, 1), "at 100 and 10,000 images; at 1,000 it is too close to call"),
        ((0, 1, 0), "at 1,000 images; at 100 and 10,000 it is too close to call"),
        ((0, 1, 1), "from 1,000 images on; with fewer it is too close to call"),
        ((0, 0, 1), "at 10,000 images; with fewer it is too close to call"),
    ]:
        levels = {1: (0.35, 0.45), 0: (0.4, 0.4), -1: (0.45, 0.35)}
        for side, name in ((1, "The CNN leads"), (-1, "Handcrafted features lead")):
            found = crossover(measured([levels[side * sign] for sign in signs]))

            assert found.signs == tuple(side * sign for sign in signs)
            assert finding([found]) == f"{name} {where}."


def test_one_size_has_a_verdict():
    """Whoever measures one size is told who leads there, not that more is needed."""
    for pair, sentence in [
        ((0.35, 0.45), "The CNN leads with 100 images, the only size measured."),
        ((0.4, 0.4), "It is too close to call with 100 images: more seeds may decide it."),
    ]:
        assert finding([crossover(measured([pair]))]) == sentence


def measured(accuracies):
    """Rows of SVM and CNN with these pairs of accuracies at 100, 1,000 and 10,000 images."""
    svm, cnn = (dict(zip(SIZES, side, strict=False)) for side in zip(*accuracies, strict=True))
    curves = {("svm", "quick"): svm.__getitem__, ("cnn", "quick"): cnn.__getitem__}
    return rows(curves, sizes=SIZES[: len(accuracies)], n_test=2000, seed_spread=0.002)


def test_many_sizes_are_reported_in_stretches():
    """Neighbouring sizes are written as a range."""
    found = replace(crossing("second ahead at some sizes"), sizes=(1, 2, 3, 4, 5, 6), signs=(1, 1, 1, 0, 0, 1))

    assert "leads at 1 to 3 and 6 images; at 4 and 5 it is too close" in finding([found])


def test_too_few_rows_are_said_to_be_too_few():
    """The sentence says what is missing."""
    for known in [[], [crossing("not enough measured")]]:
        assert finding(known).startswith("Not enough measured yet: ")


def test_recipes_have_a_sentence_each_with_the_price():
    """A lead comes with how many times as long it takes."""
    summary = summarise(rows(sizes=(100, 10_000), n_test=100))
    found = [
        crossing("crosses", 1412.0, 2876.0),
        crossing("second pulls ahead", None, 470.0, signs=(0, 1, 1), recipe="thorough"),
    ]
    quick, thorough = finding(found, summary).split(". ")

    # SVM 10 + 5 + 0.5 s; network 50.5 s quick and 500.5 s thorough.
    assert quick.endswith("; at 10,000 images the CNN takes about 3 times as long, test included")
    assert thorough.endswith("; at 10,000 images the CNN takes about 30 times as long, test included.")


def test_a_lead_is_priced_where_it_begins_too():
    """Not at the largest size alone, where a network that is dear with few images may be cheap."""
    summary = summarise(rows(sizes=SIZES, n_test=100))
    found = crossing("crosses", 412.0, 876.0, signs=(-1, 1, 1))
    for begins, ends, begin, end in [
        (15, 2.7, "the CNN takes about 15 times as long", "the CNN takes about 2.7 times as long"),
        (15, 1, "the CNN takes about 15 times as long", "both take about the same time"),
        (1, 4, "both take about the same time", "the CNN takes about 4 times as long"),
    ]:
        times = summary["n_train"].map({100: 99, 1000: begins, 10_000: ends})
        summary = taking(summary, 10.0 * times.where(summary["learner"] == "cnn", 1))

        said = finding([found], summary)
        assert said.endswith(f"; at 1,000 images {begin}, test included. At 10,000 images {end}.")


def test_a_ratio_is_reported_with_the_figures_it_bears():
    """Fourteen times is not rounded to ten; a third more is not called the same, but may differ another day."""
    for times, price in [
        (14.0, "the CNN takes about 14 times as long{}."),
        (6.2, "the CNN takes about 6 times as long{}."),
        (2.34, "the CNN takes about 2.3 times as long{}."),
        (320.0, "the CNN takes about 300 times as long{}."),
        (3.2 / 2.4, "the CNN takes perhaps 1.3 times as long{}."),
        (1.05, "both take about the same time{}."),
        (1 / 14, "handcrafted features take about 14 times as long{}."),
    ]:
        summary = summarise(rows(sizes=(100, 10_000), n_test=100))
        summary = taking(summary, summary["learner"].map({"svm": 10.0, "cnn": 10 * times}))

        said = price.format(", test included")
        assert finding([crossing("crosses", 1412.0, 2876.0)], summary).endswith(f"; at 10,000 images {said}")


def test_a_ratio_that_seeds_do_not_agree_on_is_none_to_rely_on():
    """Twice the time on average is `perhaps` where the slowest SVM took nearly as long as the quickest CNN."""
    summary = summarise(rows(sizes=(100, 10_000), n_test=100))
    seconds = summary["learner"].map({"svm": 10.0, "cnn": 20.0})
    sure, unsure = (
        finding([crossing("crosses", 1412.0, 2876.0)], taking(summary, seconds, spread)) for spread in (1.1, 1.6)
    )

    assert "takes about 2.0 times as long" in sure
    assert "takes perhaps 2.0 times as long" in unsure


@pytest.mark.parametrize(
    ("cores", "note", "caption"),
    [
        (1.0, " Some of the times were measured on a busy machine.", "a quiet machine may need less time."),
        (np.nan, " The times may be from a busy machine.", "a quiet machine may need less time."),
        (0.1, " takes about 14 times as long, test included.", "Nov 2026."),
    ],
)
def test_seconds_of_a_busy_machine_are_said_to_be_that(cores, note, caption):
    """A ratio that was measured beside other work is not published as if the machine had been quiet."""
    summary = summarise(rows(sizes=(100, 10_000), n_test=100)).assign(other_cores=cores)
    summary = taking(summary, summary["learner"].map({"svm": 10.0, "cnn": 140.0}))

    assert finding([crossing("crosses", 1412.0, 2876.0)], summary).endswith(note)
    assert describe_time(summary).endswith(caption)
    assert "busy" not in finding([crossing("undecided", signs=(0, 0, 0))], summary)


def test_seconds_of_unlike_machines_are_not_compared():
    """The seconds of a GPU and of a processor do not compare the learners."""
    summary = summarise(rows(sizes=(100, 10_000), n_test=100))
    summary.loc[summary["learner"] == "cnn", "machine"] = "another"

    assert "as long" not in finding([crossing("crosses", 1412.0, 2876.0)], summary)


def test_an_empty_table_has_a_finding_and_no_error():
    """A new installation shows it before anything is measured."""
    nothing = rows(sizes=(100,), n_test=100)[:0]

    assert finding(crossovers(nothing), summarise(nothing)).startswith("Not enough measured yet: ")


def test_what_was_measured_here_goes_before_what_was_recorded():
    """Only one origin is chosen: the live one if it has a finding."""
    made = [
        Crossover(kind, "svm", "cnn", "quick", origin)
        for kind, origin in (("undecided", "a"), ("undecided", "b"), ("not enough measured", "live"))
    ]

    assert preferred(made) == made[:1]
    assert preferred([*made, Crossover("undecided", "svm", "cnn", "quick", "live")])[0].origin == "live"
    assert preferred([]) == []
