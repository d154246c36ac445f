"""Devices: their number formats and threads, waiting and copying, and memory that stays with the process."""

import platform
import subprocess
import sys

import pytest
import torch
from threadpoolctl import threadpool_info

from settings import ROOT
from timing import device
from timing.device import TorchDevice, computing, devices, formats, n_cores
from timing.operations.register import chosen


def test_the_processor_is_always_there_and_once():
    """Without names all devices are meant; a name given twice is one device."""
    assert devices([])[0] == TorchDevice("cpu")
    assert devices(["cpu", "cpu"]) == [TorchDevice("cpu")]


def test_a_device_that_is_not_there_is_refused():
    """The sentence names the device."""
    with pytest.raises(ValueError, match="no device 'abacus'"):
        devices(["abacus"])


@pytest.mark.parametrize(
    ("capability", "expected"),
    [((7, 5), ["float32", "float16"]), ((8, 0), ["float32", "tf32", "bfloat16", "float16"])],
)
def test_an_older_gpu_has_fewer_formats(monkeypatch, capability, expected):
    """TF32 and bfloat16 came with compute capability 8; older GPUs would emulate them."""
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda: capability)

    assert formats("cuda") == expected


@pytest.mark.parametrize(("there", "expected"), [(False, ["float32"]), (True, ["float32", "bfloat16", "float16"])])
def test_a_processor_has_the_formats_that_it_computes_in(monkeypatch, there, expected):
    """What it would have to emulate is left out."""
    for name in ("bf16", "fp16"):
        monkeypatch.setattr(torch.ops.mkldnn, f"_is_mkldnn_{name}_supported", lambda: there)

    assert formats("cpu") == expected


@pytest.mark.parametrize("name", ["cpu", "cuda"])
def test_only_an_accelerator_is_waited_for(monkeypatch, name):
    """A processor has done its work when it returns, and torch raises an error if there is no accelerator."""
    calls = []
    monkeypatch.setattr(torch.accelerator, "synchronize", lambda: calls.append("waited"))
    TorchDevice(name).synchronize()

    assert calls == ["waited"] * (name == "cuda")


def test_every_library_gets_the_threads_of_the_row():
    """Torch's own threads and those of the linear algebra are what the row says, and afterwards what they were."""
    before = torch.get_num_threads()
    with computing("float32", 1):
        assert torch.get_num_threads() == 1
        assert {pool["num_threads"] for pool in threadpool_info()} == {1}

    assert torch.get_num_threads() == before


@pytest.mark.parametrize(("dtype", "expected"), [("float32", "ieee"), ("bfloat16", "ieee"), ("tf32", "tf32")])
def test_float32_is_rounded_only_where_tf32_is_named(dtype, expected):
    """Torch rounds float32 convolutions to TF32 by default; a float32 row does not, and the switches are reset."""
    switches = torch.backends.cuda.matmul, torch.backends.cudnn.conv
    before = [switch.fp32_precision for switch in switches]
    with pytest.raises(ZeroDivisionError), computing(dtype, n_cores()):
        assert [switch.fp32_precision for switch in switches] == [expected, expected]
        raise ZeroDivisionError

    assert [switch.fp32_precision for switch in switches] == before


def test_trainings_are_timed_in_the_formats_that_the_learner_has(monkeypatch):
    """TF32 is not among them: it would be float32 by another name."""
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda: (9, 0))

    (training,) = chosen(["training"])

    assert [one.dtype for one in training.variants_on(TorchDevice("cuda", copies=True))] == ["float32", "bfloat16"]


def test_a_copy_is_of_the_device():
    """What is put there can be taken back unchanged, in its memory order."""
    images = torch.arange(24.0).view(1, 2, 3, 4).to(memory_format=torch.channels_last)
    here = device.TorchDevice("cpu", copies=True)
    (there,) = here.put((images,))

    assert there.is_contiguous(memory_format=torch.channels_last)
    assert torch.equal(here.take(there), images)


FAULTS = """
import resource
import numpy as np
from timing.device import keep_freed_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    np.ones(2**24)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

keep_freed_memory()
print(faults(), *(faults() for _ in range(5)))
"""


@pytest.mark.slow
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries are left alone")
def test_a_freed_block_is_used_again():
    """The first block of 128 MB costs its pages; later ones take its place and cost next to nothing."""
    run = subprocess.run([sys.executable, "-c", FAULTS], cwd=ROOT, capture_output=True, text=True, check=True)
    first, *later = map(int, run.stdout.split())

    assert first > 30
    assert max(later) < first / 3


def test_another_c_library_is_left_alone(monkeypatch):
    """It has no such setting."""
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    monkeypatch.setattr(device.ctypes, "CDLL", lambda name: pytest.fail("opened a library"))
    device.keep_freed_memory()
