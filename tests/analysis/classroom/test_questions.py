"""Each question's answer, against rows made by hand."""

import pandas as pd
import pytest

from analysis.classroom import changes, choices, images, machines
from analysis.classroom.register import KINDS, LESSON, kind
from tests.analysis.lesson.told import curve, evidence, families, law
from tests.analysis.race.raced import FLOOR, race_row
from tests.analysis.robustness import made
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
    (second,), (minute,) = (ask(known) for ask in (choices.second, choices.minute))

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


@pytest.mark.parametrize(
    ("svm", "cnn", "right"), [(800, 200, 0), (200, 800, 1), (800, 800, 2), (100, 100, 3), (600, 500, 0)]
)
def test_who_breaks_first_is_who_was_made_to(svm, cnn, right):
    """Of 900 right images 225 are a quarter, 250 not certainly; half of the last loss comes a step before."""
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


def test_without_rows_nothing_is_asked():
    """A question that nothing answers is not offered."""
    assert [one.answers(evidence()) for one in KINDS] == [[]] * len(KINDS)


def test_the_ready_lesson_has_six_questions_of_the_register():
    """Names are unique, and a question that a teacher wrote is none of them."""
    names = [one.name for one in KINDS]

    assert len(set(names)) == len(names)
    assert len(LESSON) == 6 and set(LESSON) <= set(names)
    assert kind("free") is None
