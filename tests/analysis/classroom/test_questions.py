"""Each question's answer, against rows made by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.classroom import changes, choices, images, machines, seeds
from analysis.classroom.register import KINDS, LESSON, kind
from tests.analysis.lesson.told import curve, evidence, families, law
from tests.analysis.race.raced import FLOOR, race_row
from tests.analysis.robustness import made
from tests.analysis.synthetic import row as learned
from tests.analysis.timing import class_rows
from tests.analysis.timing.timed import frame, pair, row


def test_the_crossover_lies_where_the_curves_were_made_to_cross():
    """Lines that meet at 1,600 images: the band holds 1,600, and the sentence says its ends and the machine."""
    flat, steep = curve("svm", lambda _: 0.6), curve("cnn", law(0.0, 0.8, 0.25))
    (found,) = images.crossover(evidence(flat, steep))

    assert found.unit == "images"
    assert found.low < 1600 < found.high
    assert 0.8 * 1600 < found.value < 1.25 * 1600
    assert found.where == "CIFAR-10, quick training"
    assert "the CNN overtakes handcrafted features at about 1,600 images" in found.finding
    assert "2-core AMD EPYC" in found.finding


def test_curves_that_do_not_cross_ask_no_question():
    """A CNN that leads from the first size has no number of images to guess."""
    apart = curve("svm", lambda _: 0.4), curve("cnn", lambda _: 0.6)

    assert images.crossover(evidence(*apart)) == []


def test_the_accuracy_with_500_images_is_the_mean_of_its_rows():
    """70 % of 4,000 images, within a point; the CNN is asked about first; without 500 images nothing is asked."""
    found = images.accuracy(
        evidence(curve("svm", lambda _: 0.5, sizes=(100, 500)), curve("cnn", lambda _: 0.7, sizes=(100, 500)))
    )

    assert [one.where for one in found] == [
        "The CNN, CIFAR-10, quick training",
        "Handcrafted features, CIFAR-10, quick training",
    ]
    for one, share in zip(found, (70, 50), strict=True):
        assert abs(one.value - share) < 1
        assert one.low < share < one.high
    assert images.accuracy(evidence(curve("cnn", lambda _: 0.7, sizes=(100, 1000)))) == []


@pytest.mark.parametrize(("alpha", "left"), [(0.5, 50.0), (0.25, 70.7)])
def test_four_times_the_images_leave_what_the_law_leaves(alpha, left):
    """An error of n^-0.5 is halved, one of n^-0.25 leaves 71 %."""
    (found,) = images.four_times(evidence(curve("cnn", law(0.0, 0.8, alpha))))

    assert found.unit == "%"
    assert abs(found.value - left) < 3
    assert found.low <= found.value <= found.high
    assert "from 6,400 to 25,600 images" in found.finding


def raced(cnn_at_end):
    """Three races of a minute: the SVM has 60 % after half a second, the CNN its accuracy after 20 s."""
    told = {"svm": [FLOOR, (0.5, 100, 0.6, 0.6)], "cnn": [FLOOR, (20.0, 100, cnn_at_end, cnn_at_end)]}
    return pd.DataFrame([race_row(learner, steps, seed) for seed in range(3) for learner, steps in told.items()])


@pytest.mark.parametrize(("cnn", "right"), [(0.9, 1), (0.3, 0), (0.6, 2)])
def test_who_is_ahead_is_who_was_made_to_be(cnn, right):
    """After a second the SVM alone has a model; after a minute it depends on the CNN's accuracy."""
    known = evidence(raced(cnn))
    (second,), (minute,) = (kind(name).answers(known) for name in ("second", "minute"))

    assert second.right == (0,)
    assert minute.right == (right,)
    assert minute.choices == choices.WHO
    assert "after 1 min" in minute.finding
    assert choices.ahead_after(known, 61.0) == []
    assert choices.ahead_after(known, 0.1) == []


def test_the_best_family_is_right_and_so_is_one_as_good():
    """90 % alone beats 60 and 50 %; two of 90 % on the same images are both right."""
    clear = choices.best_family(evidence(families("cifar10", {"hog": 0.9, "gabor": 0.6, "edges": 0.5})))
    equal = choices.best_family(evidence(families("cifar10", {"hog": 0.9, "gabor": 0.9, "edges": 0.5})))

    assert [one.right for one in (*clear, *equal)] == [(0,), (0, 1)]
    assert clear[0].choices == ("hog", "gabor", "edges")
    assert "hog (90.0 %) is the most accurate family when it works alone" in clear[0].finding
    assert choices.best_family(evidence(families("cifar10", {"hog": 0.9, "gabor": 0.9}))) == []


def test_the_gpu_is_compared_with_the_cpu_beside_it_at_about_1000_rows():
    """8 s against 2 s at 1,024 rows are 4 times; both devices are named; 4,096 rows are another question."""
    (found,) = machines.gpu(evidence(timings=pair([8.0, 80.0], [2.0, 2.0], [1024, 4096])))

    assert found.value == pytest.approx(4.0)
    assert found.low < 4.0 < found.high
    assert "the H100 multiplies matrices of 1,024 rows 4 times" in found.finding
    assert "the EPYC beside it" in found.finding
    assert machines.gpu(evidence(timings=pair([8.0], [2.0], [4096]))) == []
    assert machines.gpu(evidence(timings=frame(row()))) == []


def test_who_breaks_first_is_who_was_made_to():
    """Of 900 right images 225 are a quarter, 250 not certainly; half of the last loss comes a step before."""
    for svm, cnn, right in [(800, 200, 0), (200, 800, 1), (800, 800, 2), (100, 100, 3), (600, 500, 0)]:
        (found,) = changes.breaks_first(evidence(changed=made.rows(made.gentle(svm), made.gentle(cnn))))

        assert found.right == (right,)
        assert found.choices == changes.WHO
        assert found.where == "digits, quick training, 1,000 images"
        assert "recorded on 2-core AMD EPYC" in found.finding


def test_who_breaks_first_needs_both_sides():
    """Rows of one learner answer nothing, and those of two data sets are two questions."""
    rows = made.rows()
    two = pd.concat([rows, rows.assign(dataset="textures")])

    assert changes.breaks_first(evidence(changed=rows[rows["learner"] == "svm"])) == []
    assert len(changes.breaks_first(evidence(changed=two))) == 2


@pytest.mark.parametrize(
    ("svm", "cnn", "right"),
    [
        (800, 200, {"The SVM, by noise"}),
        (200, 800, {"The CNN, by noise"}),
        (800, 800, {"The SVM, by noise", "The CNN, by noise"}),
    ],
)
def test_who_is_fooled_first_by_which_change(svm, cnn, right):
    """Noise costs twice what rotation does; whom it costs a quarter first is right, and both if they are level."""
    (found,) = changes.fooled_by(evidence(changed=made.rows(made.gentle(svm), made.gentle(cnn))))

    assert found.choices == ("The SVM, by noise", "The SVM, by rotation", "The CNN, by noise", "The CNN, by rotation")
    assert {found.choices[number] for number in found.right} == right
    assert (found.recipe, found.n_train) == ("quick", 1000)


def test_where_nobody_is_fooled_nothing_is_asked():
    """No choice would be right."""
    assert changes.fooled_by(evidence(changed=made.rows(made.gentle(100), made.gentle(100)))) == []


def with_seeds(n_right, n_seeds=10):
    """Seeds of both learners on 1,000 images: the CNN is right on 600, and the SVM on as many as is said for each."""
    shares = [("cnn", seed, 600) for seed in range(n_seeds)] + [("svm", seed, n) for seed, n in enumerate(n_right)]
    rows = [learned(learner, "quick", 100, seed, np.arange(1000) < n) for learner, seed, n in shares]
    return evidence(pd.DataFrame(rows).assign(settings="{}"))


def test_a_lucky_seed_is_one_of_those_counted():
    """Seven seeds favour the CNN, two the SVM, one neither: the answer is two of ten."""
    (found,) = seeds.lucky(with_seeds([590] * 7 + [610] * 2 + [600]))

    assert (found.unit, found.low, found.value, found.high) == ("seeds", 2, 2, 2)
    assert "Of 10 seeds, the CNN is ahead in seven and the SVM is ahead in two" in found.finding
    assert found.n_train == 100


def test_luck_needs_ten_seeds_of_both():
    """With nine nothing is asked; of eleven the first ten count."""
    assert seeds.lucky(with_seeds([610] * 9)) == []
    assert seeds.lucky(with_seeds([610] * 11, n_seeds=11))[0].value == 10


def class_of(*seconds):
    """A class whose GPUs take these seconds, and a processor that takes 4 s, for 1,024 rows."""
    gpus = [class_rows.gpu(str(who), [one], sizes=(1024,)) for who, one in enumerate(seconds)]
    known = evidence(timings=frame(row(size=1024, compute=4.0)))
    return replace(known, class_gpus=class_rows.a_class(*gpus)) if gpus else known


def test_the_class_s_gpus_are_told_by_their_middle_half():
    """4 s against 8, 4, 2, 1 and 0.5 s: 0.5 to 8 times as fast, 2 in the middle, half of them 1 to 4 times."""
    (found,) = machines.class_gpus(class_of(8.0, 4.0, 2.0, 1.0, 0.5))

    assert (found.low, found.value, found.high) == pytest.approx((1, 2, 4))
    assert found.unit == "times"
    assert "The middle one of 5 GPUs of the class multiplies matrices of 1,024 rows 2 times" in found.finding


def test_the_class_s_gpus_need_three_of_them():
    """Without any, with two, and with software that computes on a processor, nothing is asked."""
    three = class_of(1.0, 1.0, 1.0)

    assert [machines.class_gpus(one) for one in (class_of(), class_of(1.0, 1.0))] == [[], []]
    assert machines.class_gpus(replace(three, class_gpus=three.class_gpus.assign(is_software=True))) == []
    assert len(machines.class_gpus(three)) == 1


def test_without_rows_nothing_is_asked():
    """A question that nothing answers is not offered."""
    assert [one.answers(evidence()) for one in KINDS] == [[]] * len(KINDS)


def test_the_ready_lesson_has_six_questions_of_the_register():
    """Names are unique, and a question that a teacher wrote is none of them."""
    names = [one.name for one in KINDS]

    assert len(set(names)) == len(names)
    assert len(LESSON) == 6 and set(LESSON) <= set(names)
    assert kind("free") is None
