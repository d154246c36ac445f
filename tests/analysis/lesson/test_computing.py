"""Verdicts on computing, flipped by times and models made by hand."""

import pandas as pd
import pytest

from analysis.lesson import computing
from analysis.timing.lesson import lesson_table
from tests.analysis.lesson.told import curve, evidence, models
from tests.analysis.timing.timed import frame, pair, row


@pytest.mark.parametrize(("faster", "kind"), [(200, "holds"), (2, "does not hold"), (50, "holds, but")])
def test_a_gpu_is_judged_by_each_kind_of_work(faster, kind):
    """The lesson says 20, 100 and 10 times: 200 is enough for all, 50 for two, 2 for none."""
    rows = [
        pair((1.0, 4.0), (1.0, 4.0 / faster), sizes=(64, 128), operation=operation)
        for operation in ("matrix_product", "convolution", "training")
    ]

    assert computing.gpu(evidence(timings=pd.concat(rows))).kind == kind


def test_a_speed_up_names_both_devices():
    """A ratio of two devices says which they are."""
    number = computing.gpu(evidence(timings=pair((4.0,), (1.0,), sizes=(128,)))).measured

    assert number.startswith("H100 beside EPYC: a matrix product runs 4.00 times as fast")


def test_what_holds_only_without_the_copies_says_so():
    """A call of four seconds takes one on the GPU, but a hundredth of that is computing."""
    found = computing.gpu(evidence(timings=pair((4.0,), (1.0,), sizes=(128,), copies=0.99)))

    assert found.kind == "only in part"
    assert "and 400 times (327 to 489) at 128 rows without; claimed 20" in found.measured
    assert "only without the copies" in found.why


def test_a_cpu_that_is_slow_in_a_short_format_makes_no_gpu_fast():
    """Only float32 is compared: a thousand times in bfloat16 says how slow the CPU is at it."""
    rows = [pair((4.0,), (2.0,), sizes=(128,)), pair((4000.0,), (1.0,), sizes=(128,), dtype="bfloat16")]

    assert "2.00 times as fast" in computing.gpu(evidence(timings=pd.concat(rows))).measured


def test_the_card_and_the_table_of_the_timing_page_tell_one_speed_up():
    """In float32 both take the largest of all work of a claim, each device in the memory order that suits it."""
    step = {"operation": "training_step", "sizes": (128,)}
    rows = [
        pair((4.0,), (4.0,), sizes=(300,), operation="training"),
        pair((8.0,), (1.0,), **step),
        pair((3.0,), (2.0,), channels_last=True, **step),
    ]
    card = computing.gpu(evidence(timings=pd.concat(rows))).measured
    told = lesson_table(pd.concat(rows)).set_index("work").loc["Training", "usual"]

    assert "one training step runs 3.00 times as fast" in card
    assert told == "1 times at 300 images, at most 3 times (training step, 128 images)"


def test_without_a_gpu_nothing_is_said_about_one():
    """Rows of a CPU alone do not refute the claim."""
    assert computing.gpu(evidence(timings=frame(row()))).kind == "not measured"


@pytest.mark.parametrize(("short", "kind"), [(0.5, "holds"), (2.0, "does not hold"), (0.95, "too close")])
def test_half_precision_must_be_faster_beyond_the_quartiles(short, kind):
    """The quartiles are 10 % off: half the time is clear, 5 % less is not."""
    rows = frame(row(compute=1.0), row(compute=short, dtype="bfloat16"))

    assert computing.half_precision(evidence(timings=rows)).kind == kind


def test_half_precision_is_judged_at_the_largest_size():
    """What small work does is overhead."""
    rows = frame(
        row(size=64, compute=1.0),
        row(size=64, compute=3.0, dtype="bfloat16"),
        row(size=128, compute=4.0),
        row(size=128, compute=2.0, dtype="bfloat16"),
    )

    verdict = computing.half_precision(evidence(timings=rows))

    assert verdict.kind == "holds"
    assert "2.00 times as fast (1.64 to 2.44) at 128 rows" in verdict.measured


@pytest.mark.parametrize(
    ("accuracy", "n_bytes", "kind"),
    [(0.949, 250, "holds"), (0.949, 800, "only in part"), (0.90, 250, "does not hold"), (0.932, 250, "too close")],
)
def test_int8_keeps_accuracy_if_it_certainly_loses_less_than_two_points(accuracy, n_bytes, kind):
    """From 95 %: a tenth of a point is kept, five are not, and 1.8 may be more than two."""
    rows = models(cnn1=("onnxruntime", 0.95, 1000, 1.0), cnn2=("onnxruntime int8", accuracy, n_bytes, 1.0))

    assert computing.int8(evidence(deployed=rows)).kind == kind


def test_int8_names_the_model_of_each_case():
    """Pretrained features are many, and are not taken for the CNN."""
    ways = {"1": ("onnxruntime", 0.95, 1000, 1.0), "2": ("onnxruntime int8", 0.949, 250, 1.0)}
    rows = models(**{f"{learner}{n}": way for learner in ("cnn", "pretrained") for n, way in ways.items()})
    said = [one.measured for one in computing.int8(evidence(deployed=rows)).conditions]

    assert [one.partition(" 25 %")[0] for one in said] == ["in int8 the CNN has", "in int8 pretrained features have"]


@pytest.mark.parametrize(("svm", "cnn", "kind"), [(1.0, 5.0, "holds"), (5.0, 1.0, "does not hold")])
def test_cost_in_use_is_the_time_for_one_image_in_the_fastest_way(svm, cnn, kind):
    """A slow format of the faster side does not count."""
    rows = models(svm1=("onnxruntime", 0.9, 9, svm), cnn1=("torch", 0.9, 9, 100.0), cnn2=("onnxruntime", 0.9, 9, cnn))

    assert computing.cost(evidence(deployed=rows)).kind == kind


@pytest.mark.parametrize("n_sets", [1, 5])
def test_a_claim_of_two_parts_holds_in_part_if_one_part_does(n_sets):
    """A CNN that is slow to train and quick to use: the number of data sets it was trained on decides nothing."""
    trained = [curve(one, lambda _: 0.5, dataset=f"set {n}") for n in range(n_sets) for one in ("svm", "cnn")]
    seconds = [rows.assign(feature_seconds=0.0, fit_seconds=(rows["learner"] == "cnn") * 9.0 + 1) for rows in trained]
    used = models(svm1=("onnxruntime", 0.9, 9, 5.0), cnn1=("onnxruntime", 0.9, 9, 1.0))
    verdict = computing.cost(evidence(*seconds, deployed=used))

    assert verdict.kind == "only in part"
    assert verdict.agreeing == f"agrees in {n_sets} of {n_sets + 1}"
