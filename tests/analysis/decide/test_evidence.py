"""What is cited: rows of the same test set that support the advice, and the one that is most against it."""

import pandas as pd

from analysis.decide.advice import Question, advise, cite, contradiction_elsewhere
from analysis.decide.measured import comparable_sets, most_telling
from tests.analysis.decide.by_hand import made

CURVES = [
    made("svm", {100: 0.6, 200: 0.6, 400: 0.6, 1000: 0.6}),
    made(
        "cnn", {100: 0.4, 200: 0.5, 400: 0.7, 1000: 0.9}, recipe="thorough", seconds={100: 1.5, 200: 2, 400: 4, 1000: 9}
    ),
]


def about(n, seconds=None, rows=CURVES):
    """The advice for n images and what it cites."""
    found = most_telling(comparable_sets(pd.concat(rows)), "cifar10", n)
    advice = advise(found, Question(n, seconds))
    return advice, cite(found, advice)


def test_the_nearest_sizes_support_and_the_surest_against_contradicts():
    """With 200 images the SVM leads there and at 100; at 400 the CNN does, and at 1,000 it is too far to count."""
    advice, found = about(200, seconds=3.0)
    assert advice.winner.candidate.learner == "svm"
    assert [one.n_train for one in found.supports] == [200, 100]
    assert all(one.margin.high >= 0 for one in found.supports)
    against = found.contradicts
    assert (against.other.learner, against.n_train, round(against.margin.value, 1)) == ("cnn", 400, -0.1)
    assert against.is_out
    assert not about(200, seconds=5.0)[1].contradicts.is_out


def test_only_an_option_that_is_clearly_ahead_of_the_advised_one_contradicts():
    """One image more may be chance; what beats another effort of the advised learner is not about the advice."""
    quick = made("cnn", {1000: 0.3})
    advice, found = about(1000, rows=[made("svm", {1000: 0.6}), made("cnn", {1000: 0.9}, recipe="thorough"), quick])
    assert advice.winner.candidate.recipe == "thorough"
    assert found.contradicts is None
    assert (found.closest.other.learner, found.closest.n_train) == ("svm", 1000)

    close = [made("svm", {500: 0.6, 1000: 0.6}), made("cnn", {500: 0.6025, 1000: 0.58}, seconds=9.0)]
    advice, found = about(1000, rows=close)
    assert advice.winner.candidate.learner == "svm"
    assert found.contradicts is None
    assert (found.closest.other.learner, found.closest.n_train) == ("cnn", 500)


def test_another_effort_of_the_advised_learner_contradicts_where_it_is_clearly_ahead():
    """It is another option, even outside the limits."""
    thorough = made("cnn", {1000: 0.9}, recipe="thorough", seconds=90.0)
    advice, found = about(1000, 10.0, [made("svm", {1000: 0.3}), made("cnn", {1000: 0.6}), thorough])
    assert (advice.winner.candidate.learner, advice.winner.candidate.recipe) == ("cnn", "quick")
    assert (found.contradicts.other.recipe, found.contradicts.is_out) == ("thorough", True)


def test_only_rows_of_the_same_data_set_and_test_set_are_cited():
    """Rows of other data sets, versions, machines and origins are never named, however well they would fit."""
    other = [{"dataset": "digits"}, {"data_version": "2"}, {"n_test": 50}, {"machine": "b"}, {"origin": "file"}]
    rows = [
        *CURVES,
        *(made(one, {200: share}, **kind) for kind in other for one, share in (("svm", 0.1), ("cnn", 0.9))),
    ]
    own = set(pd.concat(CURVES)["id"])
    _, found = about(200, rows=rows)
    ids = {id for one in (*found.supports, found.contradicts) for id in one.ids}
    assert ids
    assert ids <= own


def test_the_rows_cited_are_those_compared():
    """Three seeds of both learners at that size."""
    _, found = about(200)
    table = pd.concat(CURVES).set_index("id")
    rows = table.loc[list(found.supports[0].ids)]
    assert len(rows) == 6
    assert set(rows["learner"]) == {"svm", "cnn"}
    assert set(rows["n_train"]) == {found.supports[0].n_train}


def test_who_gives_no_advice_cites_nothing():
    """Where nobody keeps the bounds there is neither for nor against."""
    advice, found = about(200, seconds=0.01)
    assert advice.winner is None
    assert (found.supports, found.contradicts) == ((), None)


def test_other_images_on_which_another_learner_is_surely_ahead_are_named():
    """Of two data sets the one that is most surely against the advice; one where it may be chance is not named."""
    advice, _ = about(1000)
    others = [
        [made("svm", {500: svm}, dataset=name), made("cnn", {500: 0.6}, dataset=name, recipe="thorough")]
        for name, svm in (("digits", 0.8), ("shapes", 0.95), ("textures", 0.6))
    ]
    found = [comparable_sets(pd.concat(rows))[0] for rows in others]
    place, evidence = contradiction_elsewhere(found, advice)

    assert advice.winner.candidate.learner == "cnn"
    assert (place.scored.dataset, evidence.other.learner, evidence.n_train) == ("shapes", "svm", 500)
    assert contradiction_elsewhere(found[2:], advice) is None
