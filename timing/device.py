"""The devices of this machine: their number formats, how to wait for them, and how to copy to and from them."""

import ctypes
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import joblib
import torch
from threadpoolctl import threadpool_limits
from torch import Tensor

from models.network.cnn import resolved_device
from models.network.precision import float32_as

FORMATS = {"float32": torch.float32, "tf32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}
"""The type of the tensors; TF32 is float32 whose products an NVIDIA GPU rounds to 10 bits."""
TRIM_THRESHOLD, MMAP_MAX = -1, -4
"""Numbers of glibc's `mallopt`."""


@dataclass(frozen=True)
class TorchDevice:
    """A device by torch's name; data is copied to all but the CPU, and the result is copied back."""

    name: str
    copies: bool = False

    def synchronize(self) -> None:
        """Wait until the device has done all its work; a CPU has as soon as a call returns."""
        if self.name != "cpu":
            torch.accelerator.synchronize()

    def now(self) -> float:
        """Seconds of a clock that never goes back."""
        return time.perf_counter()

    def put(self, tensors: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        """Copies on the device."""
        return tuple(tensor.to(self.name) for tensor in tensors)

    def take(self, result: Tensor) -> Tensor:
        """A copy in the CPU's memory."""
        return result.cpu()


def devices(names: list[str]) -> list[TorchDevice]:
    """The devices of these names, each once, or all of this machine; ValueError for a name that it does not have."""
    found = dict.fromkeys(resolved_device(name) for name in names or ("cpu", "auto"))
    return [TorchDevice(name, copies=name != "cpu") for name in found]


def trains_on() -> str:
    """What networks train on, unless something else is asked for: a GPU's name, or the processor."""
    device = resolved_device("auto")
    return torch.cuda.get_device_name() if device == "cuda" else {"cpu": "the processor"}.get(device, device)


def formats(device: str) -> list[str]:
    """The number formats that the device itself computes in; it would emulate others, slowly."""
    if device == "cpu":
        supported = {
            "bfloat16": torch.ops.mkldnn._is_mkldnn_bf16_supported(),
            "float16": torch.ops.mkldnn._is_mkldnn_fp16_supported(),
        }
        return ["float32", *(name for name, is_supported in supported.items() if is_supported)]
    if device == "cuda":
        newer = torch.cuda.get_device_capability() >= (8, 0)  # Ampere introduced TF32 and bfloat16
        return [*FORMATS] if newer else ["float32", "float16"]
    return ["float32", "bfloat16", "float16"]


def n_cores() -> int:
    """Cores that this process may use."""
    return joblib.cpu_count()


@contextmanager
def computing(dtype: str, threads: int) -> Iterator[None]:
    """During the block all libraries use this many threads, and torch rounds float32 to TF32 only for dtype `tf32`."""
    before = torch.get_num_threads()
    with threadpool_limits(threads), float32_as("tf32" if dtype == "tf32" else "ieee"):
        torch.set_num_threads(threads)
        try:
            yield
        finally:
            torch.set_num_threads(before)


def keep_freed_memory() -> None:
    """From now on freed memory stays with this process, so that timings do not depend on what was allocated before.

    By default glibc returns large blocks to the system or keeps them, depending on earlier sizes, and each page of a
    new block costs as much as computing it: a forward pass of 256 images took 32 ms in one process and 48 ms in the
    next. Other C libraries are left as they are.
    """
    if platform.libc_ver()[0] == "glibc":
        library = ctypes.CDLL(None)
        library.mallopt(MMAP_MAX, 0)
        library.mallopt(TRIM_THRESHOLD, 2**31 - 1)
