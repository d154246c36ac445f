"""Which number format trains: the one that was measured to be clearly faster; and float32 is what it says."""

import pytest
import torch

from models.network import precision
from models.network.recipes import make
from models.register import Context
from tests.models.images import easy


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


@pytest.mark.slow
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_step_is_trained_in_either_format(dtype):
    """What is timed is a real step, which takes some time."""
    assert precision.step_seconds("cpu", dtype, n_steps=1) > 0


@pytest.mark.slow
def test_measuring_leaves_the_random_numbers_alone(monkeypatch):
    """The network that is made only for its speed takes nothing from the caller's generator."""
    precision.fastest_dtype.cache_clear()
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    precision.fastest_dtype("cpu")

    assert torch.equal(torch.rand(3), expected)


def switches():
    """What an NVIDIA GPU would make of float32 now, in products and in convolutions."""
    return torch.backends.cuda.matmul.fp32_precision, torch.backends.cudnn.conv.fp32_precision


@pytest.mark.parametrize("recipe", ["quick", "thorough", "speed"])
def test_a_network_in_float32_is_rounded_nowhere(recipe, monkeypatch):
    """Torch rounds convolutions to TF32 by itself: a row of float32 would be of another format, labels of a machine."""
    seen, before = set(), switches()
    X, y = easy(20)
    network = make(Context(recipe, len(X), device="cpu"), dtype="float32", epochs=1)
    called = torch.nn.Conv2d.forward
    monkeypatch.setattr(torch.nn.Conv2d, "forward", lambda self, x: seen.add(switches()) or called(self, x))
    network.fit(X, y)
    assert seen == {("ieee", "ieee")}
    seen.clear()
    network.predict(X)

    assert seen == {("ieee", "ieee")}
    assert switches() == before


def test_the_switches_go_back_whatever_happens():
    """Also after an error, as others in this process may want the rounding."""
    before = switches()
    with pytest.raises(ZeroDivisionError), precision.float32_as("tf32"):
        assert switches() == ("tf32", "tf32")
        raise ZeroDivisionError

    assert switches() == before
