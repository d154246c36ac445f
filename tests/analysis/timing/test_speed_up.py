"""How many times faster a GPU is, and from where on: laws on rows that can be checked by hand."""

import pytest

from analysis.common.machine import device_name, host
from analysis.timing.speed_up import BreakEven, break_even, plainest, speed_ups
from tests.analysis.timing.timed import CPU, GPU, frame, pair, row

SIZES = [32, 64, 128, 256]


def test_a_cuda_row_names_the_processor_beside_the_gpu():
    """The CPU's rows of the same machine are found by that name."""
    assert (host(GPU, "cuda"), device_name(GPU, "cuda")) == (CPU, "NVIDIA H100")
    assert host(CPU, "cpu") == host(CPU, "mps") == device_name(CPU, "cpu") == CPU


def test_the_speed_up_is_the_processors_seconds_over_the_gpus():
    """8 s against 2 s, half of which are copies: 4 times, and 8 without the copies."""
    found = speed_ups(pair([8.0], [2.0], [64], copies=1.0)).iloc[0]

    assert (found["times"], found["without_copies"]) == (4.0, 8.0)
    assert found["times_low"] == pytest.approx(4 * 0.9 / 1.1)
    assert found["times_high"] == pytest.approx(4 * 1.1 / 0.9)


def test_only_the_same_work_in_the_same_machine_is_compared():
    """Another machine, another place of measuring, another size or number format: no speed-up."""
    for changed in [
        {"machine": "another, 8 cores"},
        {"origin": "recorded-elsewhere"},
        {"size": 128},
        {"dtype": "float16"},
    ]:
        rows = frame(row(**changed), row(device="cuda", compute=0.1))

        assert speed_ups(rows).empty


def test_another_way_is_not_compared():
    """Compiled code is compared with compiled code, and a memory order with itself."""
    for changed in [{"compiled": True}, {"channels_last": True}, {"operation": "forward"}]:
        assert speed_ups(frame(row(**changed), row(device="cuda"))).empty
        assert len(speed_ups(frame(row(**changed), row(device="cuda", **changed)))) == 1


def test_tf32_is_beside_float32():
    """A processor has no TF32; the inputs and outputs of TF32 are float32."""
    found = speed_ups(frame(row(compute=6.0), row(device="cuda", dtype="tf32", compute=2.0)))

    assert found["times"].tolist() == [3.0]


def test_the_processor_uses_all_its_cores():
    """A row on one core never makes the GPU look faster."""
    rows = frame(row(threads=1, compute=9.0), row(threads=2, compute=6.0), row(device="cuda", compute=2.0))

    assert speed_ups(rows)["times"].tolist() == [3.0]


def test_two_machines_gpus_are_beside_their_own_processors():
    """Each is divided by its own machine's seconds."""
    other = "NVIDIA T4, Intel Xeon, 8 cores"
    rows = frame(
        *(row(machine=name, compute=seconds) for name, seconds in ((CPU, 8.0), ("Intel Xeon, 8 cores", 2.0))),
        *(row(device="cuda", machine=name, compute=1.0) for name in (GPU, other)),
    )

    assert dict(speed_ups(rows)[["machine", "times"]].to_numpy().tolist()) == {GPU: 8.0, other: 2.0}


def test_break_even_is_where_the_gpu_is_ahead_for_good():
    """Half as fast at 64 and twice at 128: in the middle of both logarithms. Outside the sizes nothing is said."""
    for times, expected in [
        ([0.25, 0.5, 2.0, 4.0], BreakEven("from", pytest.approx(64 * 2**0.5))),
        ([0.25, 1.0, 2.0, 4.0], BreakEven("from", pytest.approx(64))),
        ([2.0, 0.5, 2.0, 4.0], BreakEven("from", pytest.approx(64 * 2**0.5))),
        ([2.0, 3.0, 4.0, 5.0], BreakEven("always")),
        ([0.1, 0.2, 0.3, 1.0], BreakEven("never")),
        ([0.1, 2.0, 3.0, 0.5], BreakEven("changes")),
    ]:
        assert break_even(SIZES, times) == expected


def test_the_plainest_way_is_eager_float32_in_the_usual_order():
    """If several were measured, only this one is shown."""
    ways = [("bfloat16", False, False), ("float32", True, False), ("float32", False, True), ("float32", False, False)]
    each = [dict(zip(("dtype", "channels_last", "compiled"), way, strict=True)) for way in ways]
    rows = [row(device=device, compute=1 + n * (device == "cpu"), **way) for n, way in enumerate(each)
            for device in ("cpu", "cuda")]  # fmt: skip
    (found,) = plainest(speed_ups(frame(*rows)))

    assert found["times"].tolist() == [4.0]
    assert found[["dtype", "channels_last", "compiled"]].iloc[0].tolist() == ["float32", False, False]


def test_without_a_gpu_there_is_no_speed_up():
    """The table is empty."""
    assert speed_ups(frame(row(), row(size=128))).empty
    assert plainest(speed_ups(frame(row()))) == []
