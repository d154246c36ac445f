"""Verdicts on more images follow the curves, and change with them."""

import pandas as pd
import pytest

from analysis.common.paired import Gap
from analysis.data_size.crossover import Crossover
from analysis.lesson import data
from analysis.lesson.evidence import Place
from tests.analysis.lesson.told import SIZES, curve, evidence, law

STEEP = law(0.0, 0.6, 0.5)
FLAT = law(0.2, 0.6, 1.5)
SLOW = law(0.0, 0.6, 0.2)


@pytest.mark.parametrize(
    ("accuracy", "plateaus", "improves"), [(FLAT, "holds", "does not hold"), (SLOW, "does not hold", "holds")]
)
def test_a_plateau_is_a_last_doubling_that_leaves_the_errors(accuracy, plateaus, improves):
    """A fitted floor flattens the curve; a slow law without one does not."""
    assert data.plateaus(evidence(curve("svm", accuracy))).kind == plateaus
    assert data.keeps_improving(evidence(curve("cnn", accuracy))).kind == improves


def test_each_claim_reads_its_own_learner():
    """The CNN's curve says nothing about traditional learning, nor the other way round."""
    assert data.plateaus(evidence(curve("cnn", FLAT))).kind == "not measured"
    assert data.keeps_improving(evidence(curve("svm", SLOW))).kind == "not measured"


def test_two_curves_that_differ_are_a_condition():
    """One flat curve and one that rises: it holds, but not there."""
    both = evidence(curve("svm", FLAT), curve("svm", SLOW, dataset="mnist"))

    verdict = data.plateaus(both)

    assert verdict.kind == "holds, but"
    assert "But MNIST, quick training: the last doubling, to 25,600 images, took away 13 % of the errors" in verdict.why
    assert sum("; flat means less than 3 %; fitted floor" in one.measured for one in verdict.conditions) == 1


def test_four_times_the_images_halve_the_error_only_at_an_exponent_of_one_half():
    """With exponent 0.5 a half is left, and a tenth of a hundred times; with 0.2 it is 0.76 and 0.40."""
    assert data.four_times(evidence(curve("cnn", STEEP, n_test=40_000))).kind == "holds"
    slow = data.four_times(evidence(curve("cnn", SLOW, n_test=40_000)))
    assert slow.kind == "does not hold"
    assert "four times the images take away 24 % of errors (leave 0.76; 0.7" in slow.measured
    assert "a hundred times: 0.40" in slow.measured


def test_a_wide_interval_decides_nothing():
    """An exponent of 0.4 is refuted by 40,000 test images, and by sixty not any more."""
    slower = law(0.0, 0.6, 0.4)
    assert data.four_times(evidence(curve("cnn", slower, n_test=40_000))).kind == "does not hold"
    few = curve("cnn", slower, n_test=60, seed_spread=0.03)

    assert data.four_times(evidence(few)).kind == "too close"


def test_a_perfect_curve_decides_nothing():
    """Where no errors were left, nobody can say which share of them a doubling leaves."""
    perfect = evidence(curve("cnn", lambda n: 1.0, seed_spread=0.0), curve("svm", lambda n: 1.0, seed_spread=0.0))

    for judged in (data.plateaus, data.keeps_improving, data.four_times, data.cross, data.sample_efficiency):
        assert judged(perfect).kind == "too close"


def test_an_interval_that_says_nothing_is_no_result():
    """A share of errors between nothing and everything is not told, and neither is a number of images."""
    perfect = evidence(curve("cnn", lambda n: 1.0, seed_spread=0.0), curve("svm", lambda n: 1.0, seed_spread=0.0))

    for judged in (data.plateaus, data.keeps_improving, data.four_times):
        assert judged(perfect).measured.endswith("too scattered to say")
    rows = pair(law(0.0, 0.4, 0.05), law(0.0, 0.4, 0.01), sizes=(100, 200, 400), n_test=60)
    assert data.sample_efficiency(evidence(rows)).measured.endswith("with 400 images: too scattered to say")


def test_too_few_sizes_have_no_law():
    """Nothing is read off three points."""
    assert data.four_times(evidence(curve("cnn", SLOW, sizes=SIZES[:3]))).kind == "not measured"


def pair(svm, cnn, **changed):
    """Both learners' curves."""
    return pd.concat([curve("svm", svm, **changed), curve("cnn", cnn, **changed)])


EARLY, LATE = law(0.3, 0.6, 0.3), law(0.0, 0.8, 0.4)


def test_a_crossing_needs_both_to_lead_somewhere():
    """Few images favour one, many the other; a CNN that leads from the start is a condition, one behind refutes."""
    assert data.cross(evidence(pair(EARLY, LATE))).kind == "holds"
    assert data.cross(evidence(pair(FLAT, law(0.0, 0.5, 0.4)))).kind == "only in part"
    assert data.cross(evidence(pair(law(0.0, 0.5, 0.4), FLAT))).kind == "does not hold"


def crossed(*gaps: float, half: float = 0.01):
    """The condition that these gaps of the CNN, each with half an interval, make at 100, 200, 400 ... images."""
    ends = tuple(Gap(gap - half, gap, gap + half) for gap in gaps)
    signs = tuple(end.sign for end in ends)
    sizes = tuple(100 * 2**place for place in range(len(gaps)))
    kind = "crosses" if signs[0] < 0 < signs[-1] else "undecided"
    one = Crossover(kind, "svm", "cnn", "quick", "here", 150.0, 200.0, 300.0, sizes, signs, ends)
    return data.crossing(Place("cifar10", "here", "CIFAR-10", "here"), one)


def test_a_crossing_is_contradicted_only_by_sizes_that_are_clear():
    """An interval that contains zero at both ends decides nothing, and the size that decides is quoted, once."""
    for gaps, answer, said in [
        ((-0.05, 0.05), "yes", "the CNN overtakes between 150 and 300 images"),
        ((0.05, 0.05), "partly", "with 100 images, the fewest measured, the CNN is 5.0 points ahead"),
        ((0.005, 0.03, 0.05), "partly", "with 200 images the CNN is 3.0 points ahead"),
        ((0.005, 0.03, 0.005), "open", "no crossing is clear"),
        ((0.05, 0.03, 0.005), "open", "no crossing is clear"),
        ((-0.05, -0.005), "open", "no crossing is clear"),
        ((-0.005, -0.05), "no", "with 200 images handcrafted features are 5.0 points ahead"),
        ((0.05, -0.05), "no", "with 100 images, the fewest measured, the CNN is 5.0 points ahead"),
    ]:
        found = crossed(*gaps)

        assert found.answer == answer
        assert found.measured.startswith(said)
        assert len(set(found.measured.split("; "))) == len(found.measured.split("; "))


def test_one_size_says_nothing_of_a_crossing():
    """Neither for it nor against it, however clear it is."""
    assert data.cross(evidence(pair(EARLY, LATE, sizes=(1000,)))).kind == "not measured"
    several = evidence(pair(EARLY, LATE), pair(EARLY, LATE, sizes=(1000,), recipe="thorough"))
    assert len(data.cross(several).conditions) == 1


def test_a_crossing_says_where_and_by_how_much():
    """The number has the band of the crossing and the interval at the largest size."""
    number = data.cross(evidence(pair(EARLY, LATE))).measured

    assert "the CNN overtakes between" in number
    assert "with 25,600 images the CNN is" in number


def test_a_gap_of_one_seed_says_so():
    """Its interval covers the test images only, and not the luck of a training."""
    once, often = (data.cross(evidence(pair(EARLY, LATE, n_seeds=n))).measured for n in (1, 3))

    assert once.endswith("; one seed)")
    assert "seed" not in often


def test_images_for_one_accuracy_say_where_one_seed_tells_them():
    """Of either side: a band of one seed covers the test images only."""
    once, often = (data.sample_efficiency(evidence(pair(EARLY, LATE, n_seeds=n))).measured for n in (1, 3))

    assert once.endswith("one seed: luck in training is not in it")
    assert "seed" not in often


def test_sample_efficiency_compares_images_for_the_same_accuracy():
    """A CNN that is behind with few images needs more of them; one that is ahead needs fewer."""
    good, bad = law(0.0, 0.4, 0.3), law(0.0, 0.6, 0.3)
    behind = data.sample_efficiency(evidence(pair(good, bad)))
    assert behind.kind == "holds"
    assert "with 400 images the CNN needs 3." in behind.measured  # 1.5 times the error, to the power of 1 / 0.3: 3.9
    assert data.sample_efficiency(evidence(pair(bad, good))).kind == "does not hold"


def test_a_level_that_is_never_reached_is_said():
    """No ratio is made up for a CNN that never gets there."""
    verdict = data.sample_efficiency(evidence(pair(law(0.0, 0.2, 0.1), law(0.0, 0.8, 0.01))))

    assert verdict.kind == "holds"
    assert "more than the 25,600 measured" in verdict.measured


def test_once_as_many_images_is_as_many():
    """A ratio of one is no number of times, and one that is only known to be below the smallest size says so."""
    good = law(0.0, 0.4, 0.3)

    assert "the CNN needs as many (" in data.sample_efficiency(evidence(pair(good, good, seed_spread=0.0))).measured
