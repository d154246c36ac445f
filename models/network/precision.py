"""Number formats: the fastest one for training on a machine, and how a GPU multiplies float32."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import torch
from torch import nn

from models.network.architecture import Network


def fastest_dtype(device: str) -> torch.dtype:
    """bfloat16 on a processor that multiplies it in hardware, else float32.

    The processor's instructions decide, not a timing: on a busy machine that could choose another format, and so give
    another model. On a GPU, a network this small gains nothing from fewer digits.
    """
    multiplies = torch.cpu.get_capabilities() if device == "cpu" else {}
    return torch.bfloat16 if multiplies.get("avx512_bf16") or multiplies.get("amx_bf16") else torch.float32


def step_seconds(device: str, batch: int, width: int) -> float:
    """Seconds of the fastest of four training steps in float32, after a warm-up step."""
    network = Network(channels=3, n_classes=10, width=width).to(device).to(memory_format=torch.channels_last)
    images = torch.zeros(batch, 3, 32, 32, dtype=torch.uint8, device=device).to(memory_format=torch.channels_last)
    labels = torch.zeros(batch, dtype=torch.long, device=device)
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        loss = nn.functional.cross_entropy(network(images), labels)
        loss.backward()
        loss.item()  # waits until the device has finished
        seconds.append(time.perf_counter() - start)
    return min(seconds[1:])


@contextmanager
def float32_as(precision: Literal["ieee", "tf32"]) -> Iterator[None]:
    """Within the block, an NVIDIA GPU multiplies float32 exactly (ieee) or rounded to 10 bits (tf32)."""
    switches = torch.backends.cuda.matmul, torch.backends.cudnn.conv  # type: ignore[attr-defined]
    before = [switch.fp32_precision for switch in switches]
    for switch in switches:
        switch.fp32_precision = precision
    try:
        yield
    finally:
        for switch, was in zip(switches, before, strict=True):
            switch.fp32_precision = was
