"""Which number format trains: the one that the machine computes fastest in; and float32 is what it says."""

import pytest
import torch

from models.network import precision
from models.network.recipes import make
from models.register import Context
from tests.models.images import easy


@pytest.mark.parametrize(
    ("instructions", "chosen"),
    [({}, torch.float32), ({"avx512_f": True, "avx512_bf16": False, "amx_bf16": False}, torch.float32),
     ({"avx512_bf16": True}, torch.bfloat16), ({"avx512_bf16": False, "amx_bf16": True}, torch.bfloat16)],
)  # fmt: skip
def test_the_processor_decides_and_not_the_moment(instructions, chosen, monkeypatch):
    """A timing would let a busy moment choose the format, and the same experiment give two accuracies."""
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: instructions)

    assert precision.fastest_dtype("cpu") is chosen
    assert precision.fastest_dtype("cuda") is torch.float32


@pytest.mark.slow
def test_a_step_takes_time():
    """What is timed is a real step."""
    assert precision.step_seconds("cpu", batch=16, width=16) > 0


def switches():
    """What an NVIDIA GPU would make of float32 now, in products and in convolutions."""
    return torch.backends.cuda.matmul.fp32_precision, torch.backends.cudnn.conv.fp32_precision


@pytest.mark.parametrize("recipe", ["quick", "thorough", "speed"])
def test_a_network_in_float32_is_rounded_nowhere(recipe, monkeypatch):
    """By default torch rounds convolutions to TF32: rows would name a wrong format, and machines give other labels."""
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
