"""A GPU beside its CPU at a usual size: which size, which GPU first, and who is ahead."""

import pandas as pd

from analysis.common.machine import short_name
from analysis.timing.speed_up import Ratio, each_gpu, gpu_table
from tests.analysis.timing.timed import CPU, frame, pair, row


def test_the_usual_size_is_the_measured_one_nearest_to_it():
    """1,000 for most work, by ratio; batches of 64 and sides of 32 for the CNN's layers and steps."""
    for operation, sizes, expected in [
        ("matrix_product", [256, 512, 1024, 2048], 1024),
        ("matrix_product", [16, 700, 1600, 4096], 700),
        ("forward", [1, 16, 64, 256], 256),
        ("training", [100, 300, 1000, 3500], 1000),
        ("convolution", [1, 16, 64, 1024], 64),
        ("training_step", [16, 64, 256, 1024], 64),
        ("convolution_by_side", [8, 32, 64, 128], 32),
    ]:
        (gpu,) = each_gpu(pair([1.0] * 4, [1.0] * 4, sizes, operation=operation))

        assert gpu.at["size"] == expected


def test_a_size_that_only_one_of_both_has_is_not_the_usual_one():
    """The CPU was not measured at 1,024 rows."""
    rows = frame(row(size=256), row(size=256, device="cuda"), row(size=1024, device="cuda"))

    assert each_gpu(rows)[0].at["size"] == 256


def test_a_gpu_measured_here_comes_first_then_recorded_ones_by_name():
    """In the table too, where each row names both devices and its place."""
    rows = pd.concat([pair([2.0], [1.0], [1024], origin=origin) for origin in ("h200", "a100", "here")])

    assert [gpu.at["origin"] for gpu in each_gpu(rows)] == ["here", "a100", "h200"]
    table = gpu_table(each_gpu(rows))
    assert table["gpu"].tolist() == ["H100, here", "H100, recorded (a100)", "H100, recorded (h200)"]
    assert set(table["cpu"]) == {"EPYC"}


def test_the_table_says_seconds_ratios_and_when_the_cpu_is_faster():
    """At 1,024 rows 16 s against 2 s, of which half are copies; quartiles 10 % off; even at 362 rows."""
    rows = pair([1.0, 1.0, 4.0, 16.0], [4.0, 2.0, 2.0, 2.0], (128, 256, 512, 1024), copies=1.0)

    assert gpu_table(each_gpu(rows)).iloc[0].to_dict() == {
        "gpu": "H100, here", "cpu": "EPYC", "at": "1,024 rows", "seconds": "2 s / 16 s",
        "with_copies": "8 (6.5 to 9.8)", "without_copies": "16 (13 to 20)", "cpu_faster": "below about 360 rows",
    }  # fmt: skip


def test_copies_that_were_not_timed_apart_are_not_reported():
    """A whole training copies its images by itself."""
    rows = pair([4.0], [1.0], [1000], operation="training").assign(copy_in=None, copy_out=None)

    assert each_gpu(rows)[0].without_copies is None


def test_nobody_is_ahead_where_the_interval_contains_one():
    """Nor where the ratio would be written as 1."""
    for times, low, high, ahead in [
        (2.0, 1.1, 3.0, "GPU"),
        (2.0, 0.9, 3.0, "neither"),
        (0.5, 0.4, 0.9, "CPU"),
        (0.5, 0.4, 1.0, "neither"),
        (1.04, 1.03, 1.05, "neither"),
    ]:
        assert Ratio(times, low, high).ahead == ahead


def test_a_headline_has_the_names_that_people_know():
    """Family and number remain; a name of nothing else stays whole."""
    for machine, name in {
        "INTEL(R) XEON(R) PLATINUM 8568Y+, 16 cores": "XEON 8568Y+",
        "Intel(R) Core(TM) i7-9750H CPU @ 2.60GHz, 12 cores": "Core i7-9750H",
        "AMD EPYC 9V84 96-Core Processor, 16 cores": "EPYC 9V84",
        CPU: "EPYC",
        "Intel, 1 cores": "Intel, 1 cores",
    }.items():
        assert short_name(machine, "cpu") == name
    for machine, name in {
        "NVIDIA H100 80GB HBM3": "H100",
        "NVIDIA A100-SXM4-40GB": "A100",
        "NVIDIA GeForce RTX 3090": "RTX 3090",
        "Tesla V100-PCIE-16GB": "Tesla V100",
    }.items():
        assert short_name(f"{machine}, {CPU}", "cuda") == name
    assert short_name("Apple M2, 8 cores", "mps") == "Apple M2 GPU"
