"""The devices of this machine: what there is, what number formats each has, and how it is made to wait and copy."""

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
"""What a tensor is kept in; TF32 is float32 whose products an NVIDIA GPU rounds to 10 bits."""


@dataclass(frozen=True)
class TorchDevice:
    """A device by torch's name for it; to others than the processor the data is copied, and the answer back."""

    name: str
    copies: bool = False

    def synchronize(self) -> None:
        """Wait until everything that the device was given is done; a processor has done it when it answers."""
        if self.name != "cpu":
            torch.accelerator.synchronize()

    def now(self) -> float:
        """Seconds of a clock that only runs forward."""
        return time.perf_counter()

    def put(self, tensors: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        """Copies on the device."""
        return tuple(tensor.to(self.name) for tensor in tensors)

    def take(self, answer: Tensor) -> Tensor:
        """A copy where the processor can read it."""
        return answer.cpu()


def devices(names: list[str]) -> list[TorchDevice]:
    """The devices of these names, each once, or without names all that are here; ValueError for one that is not."""
    found = dict.fromkeys(resolved_device(name) for name in names or ("cpu", "auto"))
    return [TorchDevice(name, copies=name != "cpu") for name in found]


def formats(device: str) -> list[str]:
    """The number formats that the device computes in itself; others it would imitate, slowly."""
    if device == "cpu":
        asked = {
            "bfloat16": torch.ops.mkldnn._is_mkldnn_bf16_supported(),
            "float16": torch.ops.mkldnn._is_mkldnn_fp16_supported(),
        }
        return ["float32", *(name for name, there in asked.items() if there)]
    if device == "cuda":
        newer = torch.cuda.get_device_capability() >= (8, 0)  # Ampere brought TF32 and bfloat16
        return [*FORMATS] if newer else ["float32", "float16"]
    return ["float32", "bfloat16", "float16"]


def n_cores() -> int:
    """Cores that this process may use."""
    return joblib.cpu_count()


@contextmanager
def computing(dtype: str, threads: int) -> Iterator[None]:
    """Meanwhile every library computes with so many threads, and float32 means float32 unless TF32 was asked for."""
    before = torch.get_num_threads()
    with threadpool_limits(threads), float32_as("tf32" if dtype == "tf32" else "ieee"):
        torch.set_num_threads(threads)
        try:
            yield
        finally:
            torch.set_num_threads(before)
