"""Models at work in words."""

import pandas as pd

from analysis.timing.deployment import deployment_finding, of_one_run, runtime_name
from ui.common.chart import HEADLINE_LETTERS

PLACE = {"dataset": "digits", "data_version": "1", "recipe": "quick", "n_train": 400, "seed": 0, "threads": 1,
         "device": "cpu", "machine": "EPYC", "n_test": 1500, "measured_at": "2026-11-22T10:00:00"}  # fmt: skip


def way(learner, library, seconds, n_bytes=1000, accuracy=0.96, **columns):
    """One row."""
    return {**PLACE, "learner": learner, "library": library, "latency_p50": seconds, "n_bytes": n_bytes,
            "accuracy": accuracy, **columns}  # fmt: skip


ROWS = [
    way("cnn", "onnxruntime int8", 0.0001, n_bytes=300, accuracy=0.958),
    way("cnn", "onnxruntime", 0.0002),
    way("cnn", "torch", 0.0005),
    way("svm", "our SVM", 0.002, n_bytes=8000),
    way("svm", "onnxruntime", 0.003, n_bytes=8000),
    way("svm", "onnxruntime int8", 0.004, n_bytes=2000),
]


PRETRAINED = [
    way("pretrained", "torch", 0.015, n_bytes=40_000),
    way("pretrained", "onnxruntime", 0.01, n_bytes=30_000),
    way("pretrained", "onnxruntime int8", 0.005, n_bytes=9_000, accuracy=0.95),
]


def test_the_fastest_way_of_each_is_reported():
    """The SVM first as everywhere, and how many times as long the slower learner takes."""
    said = deployment_finding(pd.DataFrame(ROWS), "Digits")

    assert said.startswith(
        "One image of Digits takes the SVM 2 ms and the CNN 0.1 ms at their fastest; the SVM takes 20 times as long. "
        "The SVM is fastest in NumPy and the CNN in ONNX Runtime in int8."
    )


def test_of_three_learners_the_slowest_is_compared_with_the_fastest():
    """In a headline's two lines, with the plural of pretrained features, and what int8 costs each of them."""
    said = deployment_finding(of_one_run(pd.DataFrame([*PRETRAINED, *ROWS])), "Digits")

    assert said.startswith(
        "One image of Digits takes the SVM 2 ms, the CNN 0.1 ms and pretrained features 5 ms at their fastest; "
        "pretrained features take 50 times as long as the CNN. "
        "The SVM is fastest in NumPy, the CNN in ONNX Runtime in int8 and pretrained features in ONNX Runtime in int8."
    )
    assert len(said.partition(". ")[0]) < HEADLINE_LETTERS
    assert said.endswith(
        "; in int8 the file of pretrained features has 30 % of the bytes and gets 15 fewer of 1,500 test images right."
    )


def test_who_was_timed_on_another_day_took_no_turns():
    """The sentence names them, and nobody where all were timed together."""
    later = pd.DataFrame(PRETRAINED).assign(measured_at="2026-11-27T10:00:00")
    together, apart = (
        deployment_finding(of_one_run(pd.concat([pd.DataFrame(ROWS), rows])), "Digits")
        for rows in (pd.DataFrame(PRETRAINED), later)
    )

    assert "Timed on another day, when the machine may have been busier or quieter: pretrained features." in apart
    assert "another day" not in together


def test_what_is_fastest_for_all_is_said_once():
    """Of two learners and of three."""
    three = pd.DataFrame([*PRETRAINED, *ROWS])
    three = three[three["library"] == "onnxruntime"]

    assert ". All three are fastest in ONNX Runtime." in deployment_finding(three, "Digits")
    assert ". Both are fastest in ONNX Runtime." in deployment_finding(three[three["learner"] != "svm"], "Digits")


def test_pretrained_features_alone_are_plural():
    """As everywhere in sentences."""
    said = deployment_finding(pd.DataFrame(PRETRAINED[:1]), "Digits")

    assert said == (
        "One image of Digits takes pretrained features 15 ms at the fastest. "
        "Pretrained features are fastest in PyTorch."
    )


def test_what_int8_costs_is_counted_in_images():
    """0.2 points of 1,500 test images are three; no change is as many."""
    said = deployment_finding(pd.DataFrame(ROWS), "Digits")

    assert "in int8 the CNN's file has 30 % of the bytes and gets 3 fewer of 1,500 test images right" in said
    assert "In int8 the SVM's file has 25 % of the bytes and gets as many of 1,500 test images right" in said


def test_without_int8_nothing_is_said_of_it():
    """A runtime that did not work has no row."""
    assert "int8" not in deployment_finding(pd.DataFrame(ROWS[1:5]), "Digits")


def test_one_learner_is_compared_with_nobody():
    """There is nothing to compare with."""
    assert "as long" not in deployment_finding(pd.DataFrame(ROWS[:3]), "Digits")


def test_of_several_runs_the_last_one_s_machine_threads_and_images_count():
    """Rows of another machine, number of threads or version of the images are left out."""
    for other in [{"threads": 2}, {"machine": "a laptop"}, {"data_version": "2"}]:
        later = [way("cnn", "torch", 0.1, **other, measured_at="2026-11-23T10:00:00")]
        found = of_one_run(pd.DataFrame([*ROWS, *later]))

        assert found["latency_p50"].tolist() == [0.1]


def test_of_each_learner_the_last_model_counts():
    """One model for each learner, the SVM first, with its runtimes in their order."""
    later = [way("cnn", "torch", 0.1, n_train=3500, measured_at="2026-11-23T10:00:00")]
    found = of_one_run(pd.DataFrame([*ROWS, *later]))

    assert found["learner"].tolist() == ["svm", "svm", "svm", "cnn"]
    assert found["library"].tolist() == ["our SVM", "onnxruntime", "onnxruntime int8", "torch"]
    assert found["n_train"].tolist() == [400, 400, 400, 3500]


def test_a_gpu_s_row_belongs_to_its_processor():
    """It is of the same machine, and its name says that it is a GPU."""
    gpu = way("cnn", "torch", 0.1, device="cuda", machine="A GPU, EPYC")

    assert len(of_one_run(pd.DataFrame([*ROWS, gpu]))) == 7
    assert (runtime_name("torch", "cuda"), runtime_name("torch", "cpu")) == ("PyTorch, GPU", "PyTorch")
