"""Which number format trains: the one that was measured to be clearly faster."""

import pytest
import torch

from models import precision


@pytest.fixture
def measured(monkeypatch):
    """Sets the seconds that a step takes in each format, with nothing remembered from other tests."""
    precision.fastest_dtype.cache_clear()

    def measured(float32, bfloat16):
        seconds = {torch.float32: float32, torch.bfloat16: bfloat16}
        calls = []
        monkeypatch.setattr(precision, "step_seconds", lambda device, dtype: calls.append(device) or seconds[dtype])
        return calls

    yield measured
    precision.fastest_dtype.cache_clear()


@pytest.mark.parametrize(
    ("float32", "bfloat16", "chosen"),
    [(1.0, 0.5, torch.bfloat16), (1.0, 0.89, torch.bfloat16), (1.0, 0.95, torch.float32), (1.0, 3.0, torch.float32)],
)
def test_bfloat16_must_win_by_a_tenth(measured, float32, bfloat16, chosen):
    """A gain within the noise is no reason to compute with fewer digits."""
    measured(float32, bfloat16)

    assert precision.fastest_dtype("cpu") is chosen


def test_a_device_is_measured_once(measured):
    """The second network of a process waits for nothing, and computes like the first."""
    calls = measured(1.0, 0.5)
    for _ in range(3):
        precision.fastest_dtype("cpu")

    assert calls == ["cpu", "cpu"]


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_step_is_trained_in_either_format(dtype):
    """What is timed is a real step, which takes some time."""
    assert precision.step_seconds("cpu", dtype, n_steps=1) > 0


def test_measuring_leaves_the_random_numbers_alone(monkeypatch):
    """The network that is made only for its speed takes nothing from the caller's generator."""
    precision.fastest_dtype.cache_clear()
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    precision.fastest_dtype("cpu")

    assert torch.equal(torch.rand(3), expected)
