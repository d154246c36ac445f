"""Exponents of each part, and the number of images from which on the SVM is the slower one."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.timing.scaling import PARTS, SPAN, Slower, comparable_rows, scaling
from analysis.timing.scaling_finding import growth_table, scaling_finding, sides_in_words, verdict

SIZES = (100, 200, 500, 1_000, 2_000, 5_000, 10_000)
N_TEST = 1_000


def made(svm_fit=lambda n: 1e-6 * n**2, cnn_fit=lambda n: 1e-3 * n, sizes=SIZES, n_seeds=2, **columns):
    """Invented rows: 0.1 ms an image for features, 1 ms a support vector for answers, 0.01 s for the CNN's.

    Half of the images are support vectors.
    """
    rows = []
    for n in sizes:
        for seed in range(n_seeds):
            told = {"n_support": n / 2, "tuning": "defaults"}
            rows.append(line("svm", n, seed, told, 1e-4 * (n + N_TEST), svm_fit(n), 1e-3 * n / 2))
            rows.append(line("cnn", n, seed, {"epochs": 10, "tuning": "one-cycle"}, 0.0, cnn_fit(n), 0.01))
    return pd.DataFrame(rows).assign(**columns)


def line(learner, n, seed, details, features, fit, answers):
    """One row of the table."""
    return {
        "origin": "live", "dataset": "digits", "data_version": "1", "n_test": N_TEST, "learner": learner,
        "recipe": "quick", "settings": "[]", "device": "cpu", "machine": "a machine", "threads": 1, "n_train": n,
        "seed": seed, "feature_seconds": features, "fit_seconds": fit, "predict_seconds": answers,
        "details": json.dumps(details), "measured_at": "2026-11-22T10:00:00+00:00",
    }  # fmt: skip


def exponents(found):
    """The exponent of each part, by its name."""
    return {(part.learner, part.name): growth.b for part, growth in found.growths.items()}


def test_each_part_grows_with_what_it_depends_on():
    """Features with all images, prediction with the support vectors, training with the training images."""
    assert exponents(scaling(made())) == pytest.approx(
        {
            ("svm", "features"): 1.0,
            ("svm", "training"): 2.0,
            ("svm", "prediction"): 1.0,
            ("cnn", "training"): 1.0,
            ("cnn", "one epoch"): 1.0,
        }
    )


def test_fewer_passes_do_not_hide_that_each_grows():
    """A CNN with fewer epochs for more images has a total that hardly grows, but each epoch does."""
    rows = made(cnn_fit=lambda n: 1e-4 * n)
    passes = [json.dumps({"epochs": 10_000 / n}) if who == "cnn" else told for n, who, told in
              zip(rows["n_train"], rows["learner"], rows["details"], strict=True)]  # fmt: skip
    rows["details"] = passes
    rows.loc[rows["learner"] == "cnn", "fit_seconds"] = 1.0
    found = exponents(scaling(rows))

    assert found["cnn", "training"] == pytest.approx(0.0, abs=1e-9)
    assert found["cnn", "one epoch"] == pytest.approx(1.0)


def test_what_every_start_costs_is_left_out():
    """A fixed cost at sizes below a sixtieth of the largest does not change the law."""
    rows = made(sizes=(10, 20, 1_000, 3_000, 10_000))
    rows.loc[(rows["n_train"] < 10_000 / SPAN) & (rows["learner"] == "svm"), "fit_seconds"] = 1.0

    assert exponents(scaling(rows))["svm", "training"] == pytest.approx(2.0)


def test_the_crossing_of_two_known_lines_is_found_where_it_lies():
    """n²/10^6 s against n/1000 s cross at 1,000 images; nothing else takes seconds here."""
    rows = made().assign(feature_seconds=1e-12, predict_seconds=1e-12)
    slower = scaling(rows).slower

    assert (slower.kind, slower.low, slower.high) == ("measured", 1_000, 2_000)
    assert slower.n == pytest.approx(1_000, rel=1e-6)


def test_a_crossing_beyond_what_was_measured_is_extrapolated():
    """n²/10^6 s against n/25 s cross at 40,000, four times what was measured: an extrapolation."""
    rows = made(cnn_fit=lambda n: 0.04 * n).assign(feature_seconds=1e-12, predict_seconds=1e-12)
    found = scaling(rows)

    assert found.slower.kind == "extrapolated"
    assert found.slower.n == pytest.approx(40_000, rel=0.03)
    assert "if the seconds keep growing in this way, it becomes the slower one at about 40,000" in scaling_finding(
        found
    )


def test_scattered_seconds_widen_the_extrapolated_crossing():
    """The interval contains the value and is wide."""
    random = np.random.default_rng(0)
    noise = {n: np.exp(random.normal(0, 0.2)) for n in SIZES}
    rows = made(svm_fit=lambda n: 1e-6 * n**2 * noise[n], cnn_fit=lambda n: 0.04 * n)
    slower = scaling(rows).slower

    assert slower.low < slower.n < (slower.high or np.inf)
    assert (slower.high or np.inf) / slower.low > 1.2


def test_a_crossing_that_may_never_come_is_not_a_number():
    """Where the interval has no upper end, the sentence begins with the doubt."""
    found = scaling(made(cnn_fit=lambda n: 0.04 * n))
    said = scaling_finding(replace(found, slower=Slower("extrapolated", 40_000.0, 12_000.0, None)))

    assert "the slower one perhaps from 12,000 images on, perhaps not even at 100,000 (95 % interval" in said


def test_what_lies_more_than_ten_times_beyond_is_not_extrapolated():
    """n²/10^6 s against n s would cross at a million."""
    found = scaling(made(cnn_fit=lambda n: 1.0 * n))

    assert (found.slower.kind, found.slower.n) == ("not within reach", None)
    assert "it stays the faster one up to 10 times as many" in scaling_finding(found)


def test_a_search_of_settings_is_not_extrapolated():
    """It uses a limited number of images, so the SVM's seconds are no power law."""
    rows = made(cnn_fit=lambda n: 0.04 * n)
    rows["details"] = rows["details"].str.replace("defaults", "best of 12 settings by 3 folds")
    found = scaling(rows)

    assert found.slower.kind == "unknown"
    assert found.expected.empty
    assert growth_table(found).set_index("part").loc["SVM: training", "verdict"] == "–"


def test_an_svm_that_is_always_slower_is_said_to_be():
    """At every size measured, and the sentence says up to which."""
    found = scaling(made(cnn_fit=lambda n: 1e-9 * n, svm_fit=lambda n: n**2))

    assert found.slower.kind == "always"
    assert "the SVM is the slower one at every size measured, up to 10,000 images" in scaling_finding(found)


def test_a_slow_start_is_reported():
    """Where the SVM is slower with few images only, the sentence says up to how many."""
    rows = made(cnn_fit=lambda n: 0.05 * n**1.2)
    rows.loc[rows["learner"] == "svm", "feature_seconds"] = 40.0
    found = scaling(rows)

    assert found.slower.slower_up_to is not None
    assert f"(but the slower one with {found.slower.slower_up_to:,} or fewer)" in scaling_finding(found)


def test_unlike_rows_never_meet():
    """Rows that differ in one of these are two groups, and both together raise an error."""
    for column in ["machine", "origin", "recipe", "threads", "device", "dataset", "data_version", "settings"]:
        other = made(**{column: 2 if column == "threads" else "another"})
        both = pd.concat([made(), other])

        assert [len(group) for group in comparable_rows(both)] == [len(made()), len(other)]
        with pytest.raises(ValueError, match="cannot be compared"):
            scaling(both)


def test_the_network_s_gpu_is_compared_with_the_processor_beside_it():
    """An SVM on EPYC is compared with the CNN on EPYC and on the H100 beside it, but on no other machine."""
    rows = made(machine="EPYC")
    gpu = rows[rows["learner"] == "cnn"].assign(device="cuda", machine="H100, EPYC")
    groups = [*comparable_rows(pd.concat([rows, gpu, gpu.assign(machine="H100, Xeon")], ignore_index=True))]

    assert [set(group["machine"]) for group in groups] == [{"EPYC"}, {"EPYC", "H100, EPYC"}]
    assert [sides_in_words(group) for group in groups] == [
        "one thread",
        "SVM on EPYC with one thread, CNN on H100 with one thread",
    ]
    assert scaling(groups[1]).largest == max(SIZES)


def test_unlike_threads_stand_together_only_where_there_are_no_like_ones():
    """An SVM on two threads is compared with a CNN on one thread only if there is no other."""
    rows = made()
    other = rows.assign(threads=2)
    mixed = pd.concat([rows[rows["learner"] == "cnn"], other[other["learner"] == "svm"]])

    assert [sides_in_words(group) for group in comparable_rows(mixed)] == [
        "SVM on a machine with 2 threads, CNN on a machine with one thread"
    ]
    groups = comparable_rows(pd.concat([rows, other]))
    assert [sides_in_words(group) for group in groups] == ["one thread", "2 threads"]


def test_pretrained_features_stand_beside_the_svm_that_ran_as_they_did():
    """On the same device with as many threads; they have no law, and change neither crossing nor largest size."""
    rows = made()
    third = rows[(rows["learner"] == "svm") & (rows["n_train"] <= 500)].assign(learner="pretrained")
    (group,) = comparable_rows(pd.concat([rows, third, third.assign(threads=8)], ignore_index=True))
    found, alone = scaling(group), scaling(rows)

    assert found.pretrained["n_train"].tolist() == [100, 200, 500]
    assert sides_in_words(group) == "one thread"
    assert (found.slower, found.largest, found.growths.keys()) == (alone.slower, alone.largest, alone.growths.keys())


def test_one_learner_alone_is_no_comparison():
    """A machine that measured only the CNN is left out."""
    rows = made()

    assert [*comparable_rows(rows[rows["learner"] == "cnn"])] == []


def test_with_too_few_sizes_nothing_is_claimed():
    """No exponent and no extrapolation, and the sentence says what is missing."""
    for sizes in [(100,), (100, 1_000)]:
        found = scaling(made(sizes=sizes, cnn_fit=lambda n: 1.0 * n))

        assert found.growths == {}
        assert "three sizes of each learner are needed" in scaling_finding(found)


def test_the_sentence_counts_what_twice_the_images_cost():
    """2² = 4 times, and 2 times."""
    said = scaling_finding(scaling(made()))

    assert said.startswith("With twice the images, training takes the SVM 4.0 times as long and the CNN 2.0 times.")


@pytest.mark.parametrize("factor", [0.001, 0.04, 1.0])
def test_seconds_with_the_test_are_said_to_be_that(factor):
    """With few images they are mostly the test's: another page says who trains faster."""
    said = scaling_finding(scaling(made(cnn_fit=lambda n: factor * n)))

    assert said.count("in total, test included, the SVM is") + said.count("In total, test included, the SVM is") == 1


def test_a_measurement_that_disagrees_with_theory_says_so():
    """The SVM's learning should grow between the square and the cube."""
    for b, said in [
        (1.5, "grows more slowly than theory says"),
        (2.5, "agrees"),
        (3.5, "grows faster than theory says"),
    ]:
        found = scaling(made(svm_fit=lambda n, b=b: 1e-9 * n**b))

        assert verdict(PARTS[1], found.growths[PARTS[1]]) == said
        assert growth_table(found).set_index("part").loc["SVM: training", "verdict"] == said
