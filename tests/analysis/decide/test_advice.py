"""The advice: a winner that keeps the bounds, and what more time, other names or larger differences may not change."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.decide.advice import Question, advise, way_out
from analysis.decide.measured import COSTS, Candidate, comparable_sets, most_telling
from tests.analysis.decide.by_hand import made
from tests.analysis.synthetic import row

CANDIDATES = [(learner, recipe) for learner in ("svm", "cnn") for recipe in ("quick", "thorough")]
BOUNDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


def only(rows):
    """What can be compared in rows of one data set and machine."""
    (found,) = comparable_sets(rows)
    return found


@st.composite
def tables(draw, candidates=CANDIDATES):
    """Rows of all candidates at two sizes: accuracy, seconds, milliseconds and megabytes are drawn at random."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    hard = random.random(150)
    rows = []
    for learner, recipe in candidates:
        seeds, base = draw(st.integers(1, 3)), draw(st.floats(0.3, 0.8))
        costs = {name: draw(st.sampled_from(BOUNDS)) for name in COSTS}
        for n in (100, 400):
            for seed in range(seeds):
                share = base + 0.1 * (n == 400) + random.normal(0, 0.03)
                correct = hard + random.normal(0, 0.2, 150) < share
                each = {"feature_seconds": 0.0, "fit_seconds": costs["seconds"] * n / 200}
                each |= {"predict_seconds": costs["milliseconds"] * 0.15, "model_bytes": costs["megabytes"] * 1e6}
                rows.append(row(learner, recipe, n, seed, correct) | each)
    return pd.DataFrame(rows)


@settings(max_examples=20, deadline=None)
@given(rows=tables(), n=st.sampled_from((60, 100, 200, 400, 700)))
def test_more_time_never_makes_the_advice_worse(rows, n):
    """Who is admitted with t seconds is admitted with more, and the advised accuracy never falls."""
    found = only(rows)
    each = [advise(found, Question(n, seconds)) for seconds in (*BOUNDS, 100.0, None)]
    for less, more in pairwise(each):
        assert {one.candidate for one in less.admitted} <= {one.candidate for one in more.admitted}
        if less.winner:
            assert more.winner.accuracy.value >= less.winner.accuracy.value


@settings(max_examples=20, deadline=None)
@given(rows=tables(), cost=st.sampled_from(COSTS), explain=st.booleans())
def test_whatever_is_allowed_nothing_allowed_is_clearly_better(rows, cost, explain):
    """With a wider bound of any kind more is admitted, the best of it never falls, and nothing beats the advised."""
    found = only(rows)
    best = 0.0
    for bound in (*BOUNDS, None):
        advice = advise(found, Question(200, **{cost: bound}, explain=explain))
        if not advice.admitted:
            continue
        most = max(one.accuracy.value for one in advice.admitted)
        assert most >= best
        best = most
        for other in advice.admitted:
            margin = found.margin(other.candidate, advice.winner.candidate, 200)
            better = margin is not None and margin.sign > 0 and other.accuracy.value > advice.winner.accuracy.value
            assert not better or explain, other


@settings(max_examples=15, deadline=None)
@given(rows=tables(), data=st.data())
def test_names_of_seeds_and_order_of_rows_change_nothing(rows, data):
    """A seed decides what is drawn by chance; its number itself means nothing."""
    names = dict(zip(range(3), data.draw(st.permutations([7, 11, 42])), strict=True))
    order = data.draw(st.permutations(range(len(rows))))
    other = rows.assign(seed=rows["seed"].map(names)).iloc[order].reset_index(drop=True)
    first, second = (advise(only(table), Question(200, 4.0)) for table in (rows, other))
    assert first == second


@settings(max_examples=15, deadline=None)
@given(rows=tables([("svm", "quick"), ("cnn", "quick")]), more=st.integers(1, 60))
def test_a_larger_difference_never_flips_to_the_other(rows, more):
    """If the advised learner had more images right in every row, it would still be advised."""
    winner = advise(only(rows), Question(200)).winner.candidate
    stronger = rows.copy()
    for place, one in rows[rows["learner"] == winner.learner].iterrows():
        right = np.unpackbits(np.frombuffer(one["correct"], np.uint8), count=150)
        right[np.flatnonzero(right == 0)[:more]] = 1
        stronger.at[place, "correct"] = np.packbits(right).tobytes()
        stronger.at[place, "accuracy"] = right.mean()
    assert advise(only(stronger), Question(200)).winner.candidate == winner


def test_doubling_the_difference_keeps_the_winner():
    """Ten points ahead wins, and so do twenty."""
    for lead in (0.1, 0.2):
        rows = pd.concat([made("svm", {100: 0.5 + lead}), made("cnn", {100: 0.5})])
        assert advise(only(rows), Question(100)).winner.candidate.learner == "svm"


def test_a_golden_example():
    """Worked out by hand: 200 images lie halfway between 100 and 400 on a log scale."""
    rows = pd.concat(
        [
            made("svm", {100: 0.5, 400: 0.6}, seconds={100: 1.0, 400: 4.0}, milliseconds=2.0, megabytes=8.0),
            made("cnn", {100: 0.4, 400: 0.9}, seconds={100: 10.0, 400: 40.0}, milliseconds=1.0, megabytes=0.5),
        ]
    )
    found = only(rows)
    advice = advise(found, Question(200, seconds=30.0))
    winner, rival = advice.winner, advice.rival
    assert (winner.candidate, rival.candidate) == (Candidate("cnn", "quick"), Candidate("svm", "quick"))
    assert winner.accuracy.value == pytest.approx(0.65)
    assert rival.accuracy.value == pytest.approx(0.55)
    assert (winner.seconds, rival.seconds) == (pytest.approx(20.0), pytest.approx(2.0))
    assert (winner.milliseconds, winner.megabytes) == (pytest.approx(1.0), pytest.approx(0.5))
    assert advice.margin.value == pytest.approx(0.1, abs=0.01)
    assert advice.margin.basis == "between"
    assert 0.05 < advice.margin.low < advice.margin.value < advice.margin.high < 0.15

    quick = advise(found, Question(200, seconds=19.0))
    assert quick.winner.candidate.learner == "svm"
    assert [one.out for one in quick.options] == [("seconds",), ()]
    assert quick.options[0].most_images == pytest.approx(190, abs=2)


def test_features_are_shared_among_the_images_they_were_computed_for():
    """With 100 training and 300 test images a quarter of the features' seconds is training."""
    rows = pd.concat([made("svm", {100: 0.5}, n_test=300), made("cnn", {100: 0.5}, n_test=300)])
    rows = rows.assign(feature_seconds=4.0, fit_seconds=2.0, predict_seconds=3.0)
    option = advise(only(rows), Question(100)).options[0]
    assert option.seconds == pytest.approx(1.0 + 2.0)
    assert option.milliseconds == pytest.approx((3.0 + 3.0) / 300 * 1000)


def test_without_a_difference_the_cheaper_one_is_advised():
    """One image of 400 is no difference, whoever has it."""
    for cheap, dear in (("svm", "cnn"), ("cnn", "svm")):
        rows = pd.concat([made(cheap, {100: 0.5}, seconds=1.0), made(dear, {100: 0.5025}, seconds=9.0)])
        advice = advise(only(rows), Question(100))
        assert advice.winner.candidate.learner == cheap
        assert advice.tie_broken_by == "seconds"
        assert advice.margin.sign == 0


def test_explaining_breaks_ties_and_nothing_else():
    """A CNN that is clearly better stays the advice; one that is only cheaper does not."""
    for share, advised, tie_broken_by in ((0.5, "svm", "explaining"), (0.7, "cnn", "")):
        rows = pd.concat([made("cnn", {100: share}, seconds=1.0), made("svm", {100: 0.5}, seconds=9.0)])
        advice = advise(only(rows), Question(100, explain=True))
        assert (advice.winner.candidate.learner, advice.tie_broken_by) == (advised, tie_broken_by)


def test_a_pretrained_learner_takes_part_as_soon_as_it_has_rows():
    """No line of the advice names it; without permission it is out, and says why."""
    rows = pd.concat([made("svm", {100: 0.5}), made("cnn", {100: 0.5}), made("pretrained_svm", {100: 0.9})])
    assert advise(only(rows), Question(100)).winner.candidate.learner == "pretrained_svm"
    forbidden = advise(only(rows), Question(100, pretrained=False))
    assert forbidden.winner.candidate.learner != "pretrained_svm"
    assert [one.out for one in forbidden.options if one.candidate.is_pretrained] == [("pretrained",)]


def test_the_cheapest_way_out_is_enough():
    """Where nobody keeps the bounds, allowing what the way out needs admits it."""
    rows = pd.concat([made("svm", {100: 0.5}, seconds=6.0), made("cnn", {100: 0.5}, seconds=3.0)])
    advice = advise(only(rows), Question(100, seconds=1.0))
    assert advice.winner is None
    option = way_out(advice)
    assert option.candidate.learner == "cnn"
    assert advise(only(rows), Question(100, seconds=option.seconds)).winner.candidate.learner == "cnn"


@pytest.mark.parametrize(("n", "is_near"), [(49, False), (50, True), (800, True), (801, False)])
def test_advice_ends_at_a_factor_of_two(n, is_near):
    """From 100 to 400 images were measured: 50 to 800 are near enough."""
    rows = pd.concat([made("svm", {100: 0.5, 400: 0.6}), made("cnn", {100: 0.5, 400: 0.6})])
    advice = advise(only(rows), Question(n))
    assert advice.is_near is is_near
    assert (advice.winner is not None) is is_near


def test_beyond_the_largest_size_the_fitted_curves_speak():
    """With five sizes on a power law, the accuracy goes on; with two it stays, and both are called a grey zone."""
    sizes = (100, 200, 400, 800, 1600)
    law = {n: 1 - 5 * n**-0.5 for n in sizes}
    found = only(pd.concat([made("svm", law, n_test=4000), made("cnn", dict.fromkeys(sizes, 0.6), n_test=4000)]))
    advice = advise(found, Question(3200))
    assert advice.margin.basis == "fitted"
    assert advice.winner.accuracy.value == pytest.approx(1 - 5 * 3200**-0.5, abs=0.01)
    few = only(pd.concat([made("svm", {100: 0.5, 400: 0.6}), made("cnn", {100: 0.5, 400: 0.7})]))
    assert advise(few, Question(800)).margin.basis == "nearest"
    assert advise(few, Question(800)).winner.accuracy.value == pytest.approx(0.7)


def test_rows_are_never_compared_across_data_sets_versions_or_machines():
    """Each is advice of its own, and the one that says most about the number of images is taken."""
    kinds = [{}, {"dataset": "digits"}, {"data_version": "2"}, {"machine": "another"}, {"origin": "file"}]
    rows = pd.concat([made(one, {100: 0.5}, **kind) for kind in kinds for one in ("svm", "cnn")])
    found = comparable_sets(rows)
    assert len(found) == len(kinds)
    assert all(
        one.rows[["dataset", "data_version", "machine", "origin"]].drop_duplicates().shape[0] == 1 for one in found
    )
    far = made("svm", {9000: 0.5}, origin="file"), made("cnn", {9000: 0.5}, origin="file")
    both = comparable_sets(pd.concat([made("svm", {100: 0.5}), made("cnn", {100: 0.5}), *far]))
    assert most_telling(both, "cifar10", 100).origin == "live"
    assert most_telling(both, "cifar10", 9000).origin == "file"
    assert most_telling(both, "nowhere", 100) is None


def test_a_race_a_floor_and_settings_of_their_own_are_no_options():
    """Only unchanged recipes of learners that somebody would use."""
    rows = pd.concat([made("svm", {100: 0.5}), made("cnn", {100: 0.5}), made("majority", {100: 0.9})])
    more = pd.concat([made("svm", {100: 0.9}, recipe="race"), made("svm", {100: 0.9}, settings='{"only": "hog"}')])
    options = advise(only(pd.concat([rows, more])), Question(100)).options
    assert [one.candidate for one in options] == [Candidate("cnn", "quick"), Candidate("svm", "quick")]
    assert comparable_sets(made("svm", {100: 0.5})) == []


def test_the_runner_up_is_the_second_best_of_what_keeps_the_bounds():
    """Also where it is the same learner with another effort, which the advised one is not compared with."""
    rows = [made("cnn", {100: 0.8}), made("cnn", {100: 0.7}, recipe="thorough", seconds=5), made("svm", {100: 0.5})]
    advice = advise(only(pd.concat(rows)), Question(100))

    assert advice.winner.candidate == Candidate("cnn", "quick")
    assert advice.runner_up.candidate == Candidate("cnn", "thorough")
    assert advice.rival.candidate == Candidate("svm", "quick")
