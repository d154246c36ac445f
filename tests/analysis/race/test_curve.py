"""The race as it stands at each moment: best by validation so far, averaged, and who is clearly ahead."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis.common.scored_on import UnlikeTestImagesError
from analysis.race.curve import best_at, climb, curves, steps_found
from analysis.race.finding import NO_CONTEST, describe_moment, finding, round_moments
from analysis.race.lead import ahead_since, contest, lead_changes, standing_at, standings
from tests.analysis.race.raced import CNN, FLOOR, SVM, race_row, races, shifted, steps


def at(rows: pd.DataFrame, seconds: float):
    """How the rows stand after `seconds`."""
    return standing_at(contest(curves(rows)), seconds)


def test_a_moment_shows_the_step_that_was_best_by_validation_until_then():
    """The SVM's 99 % on the test set at 9 s does not count: by validation it was worse than the step before."""
    climbed = climb(steps_found(json.dumps(steps(SVM))))

    assert [best_at(climbed, t).accuracy for t in (0, 0.19, 0.2, 1, 5, 20, 60)] == [
        0.11, 0.11, 0.81, 0.93, 0.96, 0.96, 0.96,
    ]  # fmt: skip


def test_of_two_that_are_alike_by_validation_the_earlier_stays():
    """A later step has to be better by validation."""
    climbed = climb(steps_found(json.dumps(steps([FLOOR, (1.0, 100, 0.9, 0.88), (2.0, 200, 0.9, 0.95)]))))

    assert best_at(climbed, 60).accuracy == 0.88


def test_before_its_first_model_a_racer_has_the_commonest_class():
    """A first model worse than the majority class does not replace it."""
    climbed = climb(steps_found(json.dumps(steps([FLOOR, (1.0, 10, 0.05, 0.06)]))))

    assert best_at(climbed, 5).n_train == 0


def test_what_a_running_race_found_is_read_like_a_row_s():
    """Its JSON text is the list of steps, empty before the first."""
    assert steps_found("") == []
    assert steps_found('[{"seconds": 0.0, "n_train": 0, "validation": 0.1, "accuracy": 0.2, "settings": {}}]')[
        0
    ].accuracy == pytest.approx(0.2)


def test_the_mean_steps_where_any_seed_steps():
    """Seeds that step from 10 to 90 % at 1 s and at 3 s have a mean of 10, 50 and 90 %."""
    told = [[(0.0, 0, 0.1, 0.1), (moment, 100, 0.9, 0.9)] for moment in (1.0, 3.0)]
    drawn = curves(pd.DataFrame([race_row("svm", one, seed) for seed, one in enumerate(told)]))

    assert drawn["seconds"].tolist() == [0, 1, 3, 60]
    assert drawn["accuracy"].tolist() == pytest.approx([0.1, 0.5, 0.9, 0.9])
    assert drawn["n_learned"].tolist() == [0, 1, 2, 2]


def test_the_band_counts_seeds_and_test_images():
    """At 1 s one seed has 90 % and one 10 %: a mean of 50 % of two such seeds is not known at all."""
    told = [[(0.0, 0, 0.1, 0.1), (moment, 100, 0.9, 0.9)] for moment in (1.0, 3.0)]
    drawn = curves(pd.DataFrame([race_row("svm", one, seed) for seed, one in enumerate(told)])).set_index("seconds")

    assert (drawn.loc[1, "low"], drawn.loc[1, "high"]) == (0, 1)
    assert drawn.loc[3, "half"] == pytest.approx(1.96 * np.sqrt(0.9 * 0.1 / 1500), rel=0.02)


def test_a_curve_ends_with_its_budget():
    """A model ready after the budget does not count."""
    late = [FLOOR, (1.0, 100, 0.8, 0.8), (61.0, 100, 0.99, 0.99)]
    drawn = curves(pd.DataFrame([race_row("svm", late)]))

    assert drawn["seconds"].max() == 60
    assert drawn["accuracy"].max() == pytest.approx(0.8)


def test_unlike_races_are_never_averaged():
    """Seconds of different budgets, origins, machines and devices cannot be averaged."""
    for other in [{"budget": 10}, {"origin": "elsewhere"}, {"machine": "another"}, {"device": "cuda"}]:
        drawn = curves(pd.DataFrame([race_row("svm", SVM, 0), race_row("svm", SVM, 1, **other)]))

        assert set(drawn["n_seeds"]) == {1}


def test_a_seed_measured_twice_counts_once():
    """The later one counts: two measurements of one seed are not two draws."""
    again = race_row("svm", shifted(SVM, 0.01), measured_at="2026-11-23T10:00:00+00:00")
    drawn = curves(pd.DataFrame([race_row("svm", SVM), again]))

    assert set(drawn["n_seeds"]) == {1}
    assert drawn["accuracy"].iloc[-1] == pytest.approx(0.97)


def test_rows_that_are_no_races_are_left_out():
    """Rows of data size stand in the same table, and have no steps."""
    other = race_row("svm", SVM) | {"recipe": "quick", "settings": "{}"}

    assert curves(pd.DataFrame([other])).empty
    assert contest(curves(pd.DataFrame([other]))) is None


def test_the_winner_is_read_from_the_rows():
    """After 1, 5, 20 and 60 seconds, as the steps say."""
    for seconds, leader, shares in [
        (1, "svm", (0.93, 0.41)),
        (5, "svm", (0.96, 0.91)),
        (20, "cnn", (0.96, 0.985)),
        (60, "cnn", (0.96, 0.985)),
    ]:
        stood = at(races(), seconds)

        assert stood.leader == leader
        assert stood.accuracies == pytest.approx(shares)


def test_nobody_is_ahead_before_anything_is_learned():
    """Both still predict the majority class."""
    stood = at(races(), 0.1)

    assert (any(stood.learned), stood.leader) == (False, None)


def test_a_difference_that_chance_could_make_has_no_winner():
    """97.0 against 97.5 % of 1,500 test images: half the interval is 1.2 points."""
    rows = pd.DataFrame(
        [race_row(learner, [FLOOR, (1.0, 100, 0.9, share)]) for learner, share in (("svm", 0.970), ("cnn", 0.975))]
    )
    stood = at(rows, 10)

    assert (stood.leader, stood.not_clearly_behind) == (None, [0, 1])
    assert stood.accuracies == pytest.approx((0.970, 0.975))
    assert stood.half_width_of_difference(0, 1) == pytest.approx(0.012, abs=0.0005)


def test_the_same_difference_is_sure_with_test_images_enough():
    """With 60,000 test images, half a point is more than chance."""
    rows = pd.DataFrame(
        [
            race_row(learner, [FLOOR, (1.0, 100, 0.9, share)], n_test=60_000)
            for learner, share in (("svm", 0.970), ("cnn", 0.975))
        ]
    )

    assert at(rows, 10).leader == "cnn"


def test_a_moment_after_the_shorter_budget_is_refused():
    """Nothing is said about moments that were not measured."""
    with pytest.raises(ValueError, match="from 0 to 60 s, not at 61 s"):
        at(races(), 61)


def test_live_and_recorded_races_are_never_set_against_each_other():
    """The live SVM has no live opponent, so the recorded pair is compared; a live pair goes before it."""
    recorded = races(origin="recorded-one", machine="elsewhere")
    alone = pd.DataFrame([race_row("svm", shifted(SVM, -0.3))])
    pair = contest(curves(pd.concat([recorded, alone])))

    assert {side["origin"].iloc[0] for side in pair.sides} == {"recorded-one"}
    assert contest(curves(pd.concat([recorded, races()]))).facts["origin"] == "live"


def test_a_network_on_a_gpu_races_the_svm_on_the_processor_beside_it():
    """Its row names GPU and processor; an SVM on another processor is not preferred for having more seeds."""
    beside = [race_row("svm", SVM, seed, machine="AMD EPYC, 16 cores") for seed in range(2)]
    gpu = {"machine": "NVIDIA H100, AMD EPYC, 16 cores", "device": "cuda"}
    networks = [race_row("cnn", CNN, seed, **gpu) for seed in range(3)]
    elsewhere = [race_row("svm", SVM, seed, machine="Intel Xeon, 4 cores") for seed in range(3)]
    pair = contest(curves(pd.DataFrame([*beside, *elsewhere, *networks])))

    assert pair.facts["machine"] == "AMD EPYC, 16 cores"


def test_unlike_test_images_are_refused():
    """Accuracies on different images say nothing about who is ahead."""
    with pytest.raises(UnlikeTestImagesError):
        contest(curves(pd.concat([races(), races(dataset="textures")])))


def test_the_lead_passes_where_the_intervals_part():
    """The SVM leads from its first model at 0.2 s, and the CNN from 14 s on."""
    stood = standings(contest(curves(races())))

    assert [(one.leader, one.seconds) for one in lead_changes(stood)] == [("svm", 0.2), ("cnn", 14.0)]
    assert ahead_since(stood) == 14.0


def test_the_finding_tells_the_early_lead_the_change_and_the_end():
    """One sentence, with decimals only where the interval supports them."""
    assert finding(contest(curves(races()))) == (
        "After 1 s handcrafted features lead (SVM 93 %, CNN 41 %); "
        "from about 14 s on the CNN leads (after 1 min SVM 96.0 %, CNN 98.5 %)."
    )


def test_one_race_is_reported_as_one_race():
    """A single seed says nothing about luck in training."""
    assert finding(contest(curves(races(n_seeds=1)))).startswith("In this one race, after 1 s handcrafted features")
    assert describe_moment(contest(curves(races(n_seeds=1))), 5).startswith(
        "In this one race, after 5 s handcrafted features"
    )


def test_a_recorded_race_of_another_length_is_reported_as_that():
    """Both learners plan for the end, so the first ten seconds of a minute are not a race of ten seconds."""
    for asked, origin, n_seeds, opening in [
        (10, "elsewhere", 3, "In the recorded race of 1 min, after 1 s handcrafted features"),
        (10, "elsewhere", 1, "In the one recorded race of 1 min, after 1 s handcrafted features"),
        (60, "elsewhere", 3, "After 1 s handcrafted features"),
        (10, "live", 3, "After 1 s handcrafted features"),
    ]:
        assert finding(contest(curves(races(n_seeds, origin=origin))), asked).startswith(opening)


def test_one_leader_throughout_is_reported_with_two_moments():
    """The same learner leads early and at the end."""
    rows = races()
    slow = [*CNN[:2], (3.0, 800, 0.90, 0.88)]
    rows = pd.concat([rows[rows["learner"] == "svm"], pd.DataFrame([race_row("cnn", slow, seed) for seed in range(3)])])

    assert finding(contest(curves(rows))) == (
        "From about 0.2 s on handcrafted features lead: SVM 93 %, CNN 41 % after 1 s, "
        "and SVM 96.0 %, CNN 88.0 % after 1 min."
    )


def test_a_lead_that_was_unclear_for_a_while_is_reported_with_its_gap():
    """From 3 to 4 s, 93 against 91 % of three seeds and 1,500 test images may be chance."""
    rows = races()
    rows = pd.concat(
        [rows[rows["learner"] == "svm"], pd.DataFrame([race_row("cnn", CNN[:3], seed) for seed in range(3)])]
    )

    assert finding(contest(curves(rows))) == (
        "After 1 s handcrafted features lead (SVM 93 %, CNN 41 %); "
        "from about 4 s on the lead stays clear until the end (after 1 min SVM 96.0 %, CNN 91.0 %)."
    )


def test_an_end_too_close_to_call_is_reported_as_that():
    """A lead that is lost again is not a lead at the end."""
    level = [*CNN[:3], (14.0, 2800, 0.985, 0.962)]
    rows = pd.DataFrame([race_row("svm", SVM), race_row("cnn", level)])

    assert finding(contest(curves(rows))) == (
        "In this one race, after 1 s handcrafted features lead (SVM 93 %, CNN 41 %); "
        "after 1 min it is too close to call (SVM 96.0 %, CNN 96.2 %)."
    )


def test_no_lead_at_any_moment_is_reported_as_that():
    """Two learners with the same accuracy."""
    rows = pd.DataFrame([race_row(learner, [FLOOR, (1.0, 100, 0.9, 0.9)], budget=10) for learner in ("svm", "cnn")])

    assert finding(contest(curves(rows))) == (
        "In this one race, it is too close to call at every moment of 10 s: more seeds may decide it."
    )


def test_without_both_sides_there_is_no_finding():
    """The sentence says what is needed."""
    for rows in [pd.DataFrame([race_row("svm", SVM)]), races().iloc[:0]]:
        assert finding(contest(curves(rows))) == NO_CONTEST


def test_each_moment_is_described():
    """Who is ahead, by how much, with which uncertainty, and who has no model yet."""
    for seconds, said in [
        (0.1, "After 0.1 s neither learner has a model yet: both predict the majority class for every image."),
        (
            0.5,
            "After 0.5 s handcrafted features are ahead of the CNN by 70 points (±3 points). "
            "The CNN has no model yet: the majority class is predicted for every image.",
        ),
        (5, "After 5 s handcrafted features are ahead of the CNN by 5.0 points (±1.9 points)."),
        (60, "After 1 min the CNN is ahead of handcrafted features by 2.5 points (±1.4 points)."),
    ]:
        assert describe_moment(contest(curves(races())), seconds) == said


def test_a_close_moment_is_reported_without_a_winner():
    """Both shares, and how much of their difference may be chance."""
    rows = pd.DataFrame(
        [race_row(learner, [FLOOR, (1.0, 100, 0.9, share)]) for learner, share in (("svm", 0.970), ("cnn", 0.975))]
    )

    assert describe_moment(contest(curves(rows)), 10) == (
        "In this one race, after 10 s it is too close to call: handcrafted features 97.0 % and the CNN 97.5 %, "
        "and a difference of up to 1.2 points may be chance."
    )


def test_moments_to_ask_about_have_names_and_were_measured():
    """From the last moment before anything was learned to the budget."""
    assert round_moments(contest(curves(races()))) == [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60]
    assert round_moments(contest(curves(races(budget=2)))) == [0.1, 0.2, 0.5, 1, 2]
