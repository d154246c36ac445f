"""What a GPU buys both sides, as ratios on one machine."""

import pandas as pd
import pytest

from analysis.timing.handcrafted import advantages, handcrafted_finding, over_cpu, rows_to_compare


def timed(operation, library, seconds, device="cpu", threads=1, size=100, **columns):
    """One row of times; its quartiles are a tenth away."""
    machine = "EPYC" if device == "cpu" else "A GPU, EPYC"
    return {"operation": operation, "library": library, "median_seconds": seconds, "low_seconds": 0.9 * seconds,
            "high_seconds": 1.1 * seconds, "device": device, "threads": threads, "size": size, "machine": machine,
            "origin": "here", "dtype": "float32", "channels_last": False, "compiled": False, **columns}  # fmt: skip


PROCESSOR = [
    timed("hog", "scikit-image", 1.0, dtype="float64"),
    timed("hog", "numba", 0.02),
    timed("hog", "numba", 0.01, threads=2),
    timed("svm_fit", "scikit-learn", 2.0, threads=2),
    timed("svm_predict", "numpy", 0.5, threads=2),
    timed("training_step", "torch", 1.0, threads=2),
]
GPU = [
    timed("hog", "torch", 0.002, "cuda"),
    timed("svm_fit", "cuml", 0.5, "cuda"),
    timed("svm_predict", "torch", 0.1, "cuda"),
    timed("training_step", "torch", 0.05, "cuda"),
]


def found(rows):
    """The ratios of these rows."""
    return advantages(rows_to_compare(pd.DataFrame(rows)))


def test_each_way_is_compared_with_the_reference():
    """scikit-image's loop takes 1 s, our kernels 20 ms on one core and 10 on two: 50 and 100 times."""
    hog = found(PROCESSOR).query("operation == 'hog'")

    assert dict(zip(zip(hog["library"], hog["threads"], strict=True), hog["times"], strict=True)) == pytest.approx(
        {("scikit-image", 1): 1.0, ("numba", 1): 50.0, ("numba", 2): 100.0}
    )
    assert set(hog["reference"]) == {"scikit-image’s loop, one core"}


def test_the_interval_takes_the_quartiles_that_are_worst_and_best():
    """0.9 s over 0.022 s, and 1.1 s over 0.018 s."""
    one = found(PROCESSOR).query("operation == 'hog' and library == 'numba' and threads == 1").iloc[0]

    assert (one["times_low"], one["times_high"]) == pytest.approx((0.9 / 0.022, 1.1 / 0.018))


def test_only_the_largest_size_that_all_ways_have_counts():
    """Implementations are never compared at different sizes."""
    rows = [*PROCESSOR[:2], timed("hog", "numba", 1e-9, size=1000), timed("hog", "scikit-image", 9.0, size=10)]

    assert set(found(rows)["size"]) == {100}


def test_a_gpu_is_compared_with_the_processor_s_fastest_way():
    """Features by our kernels on all cores, not by the loop: 0.01 s over 0.002 s is 5."""
    both = found([*PROCESSOR, *GPU])

    assert over_cpu(both, ("hog",)) == pytest.approx([5.0])
    assert over_cpu(both, ("training_step",)) == pytest.approx([20.0])
    assert handcrafted_finding(both).endswith(
        "Compared with the CPU’s fastest implementation, the GPU is 5 times as fast at handcrafted features, 4 "
        "times as fast at SVM training, 5 times as fast at SVM prediction and 20 times as fast at the CNN’s training "
        "step in float32."
    )


def test_the_processor_s_fastest_way_has_the_memory_order_that_suits_it():
    """A step takes it 1 s in one order and 0.5 s in the other: the GPU is ten times as fast, not twenty."""
    both = found([*PROCESSOR, *GPU, timed("training_step", "torch", 0.5, threads=2, channels_last=True)])

    assert over_cpu(both, ("training_step",)) == pytest.approx([10.0])


def test_pretrained_features_are_compared_too():
    """Their network is computed with channels last, which is no reason to leave them out."""
    rows = [
        timed("pretrained_features", "torch", 0.5, threads=2, channels_last=True),
        timed("pretrained_features", "torch", 0.05, "cuda", channels_last=True),
    ]
    both = found([*PROCESSOR, *GPU, *rows])

    assert list(both["operation"].unique())[-2:] == ["pretrained_features", "training_step"]
    assert "10 times as fast at pretrained features and 20 times as fast at the CNN" in handcrafted_finding(both)


def test_without_a_gpu_none_is_claimed():
    """The sentence is about our kernels, and says that no GPU has been measured."""
    said = handcrafted_finding(found(PROCESSOR))

    assert said.startswith("Without a GPU, our kernels compute single families 100 times as fast as scikit-image")
    assert said.endswith("No GPU has been measured yet, so what one would add is not known.")


def test_a_gpu_that_nothing_can_be_compared_with_has_a_sentence_too():
    """Features on the processor and the CNN on the GPU: nothing was measured on both."""
    said = handcrafted_finding(found([timed("hog", "numba", 0.02), timed("training_step", "torch", 0.05, "cuda")]))

    assert said.startswith("A GPU has been measured, but no features, SVM or training step on both")


def test_two_machines_are_never_divided_by_one_another():
    """A laptop's loop over a server's kernels is no speed-up."""
    other = [timed("hog", "numba", 1e-9, machine="a laptop")]

    with pytest.raises(ValueError, match="two machines"):
        found([*PROCESSOR, *other])


def test_only_the_plainest_way_of_the_network_is_compared():
    """Compiled code and other formats are left out; another part of the page shows them."""
    others = [timed("forward", "torch", 1.0, **way) for way in ({"dtype": "bfloat16"}, {"compiled": True})]

    kept = rows_to_compare(pd.DataFrame([*others, timed("copy", "torch", 1.0), PROCESSOR[0]]))

    assert kept["operation"].tolist() == ["hog"]
