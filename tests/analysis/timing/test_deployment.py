"""Models at work in words."""

import pandas as pd

from analysis.timing.deployment import deployment_finding, of_one_run, runtime_name

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


def test_the_fastest_way_of_each_is_reported():
    """The SVM first as everywhere, and how many times as long the slower learner takes."""
    said = deployment_finding(pd.DataFrame(ROWS))

    assert said.startswith(
        "For one image at a time, the SVM is fastest in NumPy, with 2 ms, and the CNN is fastest in ONNX Runtime in "
        "int8, with 0.1 ms; the SVM takes 20 times as long."
    )


def test_what_int8_costs_is_counted_in_images():
    """0.2 points of 1,500 test images are three; no change is as many."""
    said = deployment_finding(pd.DataFrame(ROWS))

    assert "in int8 the CNN's file has 30 % of the bytes and gets 3 fewer of 1,500 test images right" in said
    assert "In int8 the SVM's file has 25 % of the bytes and gets as many of 1,500 test images right" in said


def test_without_int8_nothing_is_said_of_it():
    """A runtime that did not work has no row."""
    assert "int8" not in deployment_finding(pd.DataFrame(ROWS[1:5]))


def test_one_learner_is_compared_with_nobody():
    """There is nothing to compare with."""
    assert "as long" not in deployment_finding(pd.DataFrame(ROWS[:3]))


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
