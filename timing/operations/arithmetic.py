"""The machine itself: copying memory, multiplying matrices, one convolution."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from timing.device import FORMATS, TorchDevice
from timing.rows.row import Variant
from timing.stopwatch import Work

N_IN, N_OUT, SIDE, KERNEL = 32, 64, 32, 3
"""The convolution's input and output channels, the side of its maps, and the side of its filters."""
BATCH = 16
"""Inputs of the convolution whose maps grow."""


def work_on(
    device: TorchDevice,
    given: tuple[Tensor, ...],
    compute: Callable[[tuple[Tensor, ...]], Tensor],
    flop: float | None = None,
    n_bytes: float | None = None,
) -> Work:
    """Work on tensors in the CPU's memory; a device with a memory of its own copies them there and back."""
    if device.copies:
        return Work(compute, given, device.put, device.take, flop, n_bytes)
    return Work(compute, device.put(given), flop=flop, n_bytes=n_bytes)


def memory_order(variant: Variant) -> torch.memory_format:
    """Torch's name for the variant's memory order."""
    return torch.channels_last if variant.channels_last else torch.contiguous_format


def matrix_product(n: int, variant: Variant, device: TorchDevice) -> Work:
    """The product of two square matrices of `n` rows."""
    kind = FORMATS[variant.dtype]
    given = torch.randn(n, n).to(kind), torch.randn(n, n).to(kind)
    return work_on(device, given, lambda pair: pair[0] @ pair[1], 2 * n**3, 3 * n**2 * kind.itemsize)


def convolution_by_side(side: int, variant: Variant, device: TorchDevice) -> Work:
    """The layer of `convolution` on a batch of 16 inputs whose maps have this side."""
    return convolution(BATCH, variant, device, side)


def convolution(n: int, variant: Variant, device: TorchDevice, side: int = SIDE) -> Work:
    """One Conv2d layer on a batch of `n` inputs: 32 maps of `side` x `side` pixels become 64 by filters of 3x3."""
    kind, order = FORMATS[variant.dtype], memory_order(variant)
    conv2d = nn.Conv2d(N_IN, N_OUT, KERNEL, padding="same", bias=False).to(device.name, kind).to(memory_format=order)
    maps = torch.randn(n, N_IN, side, side).to(kind).to(memory_format=order)

    @torch.no_grad()
    def compute(given: tuple[Tensor, ...]) -> Tensor:
        return conv2d(given[0])

    weights = N_IN * N_OUT * KERNEL**2
    n_values = n * side**2 * (N_IN + N_OUT) + weights
    return work_on(device, (maps,), compute, 2 * n * side**2 * weights, n_values * kind.itemsize)


def copy(n: int, variant: Variant, device: TorchDevice) -> Work:  # noqa: ARG001 - bytes have no number format
    """Copying `n` bytes within the device's memory: each is read and written."""
    source, target = torch.zeros(2, n, dtype=torch.uint8, device=device.name)
    return Work(target.copy_, source, n_bytes=2 * n)


def transfer(n: int, variant: Variant, device: TorchDevice) -> Work:  # noqa: ARG001
    """Copying `n` bytes from the CPU's memory to the device's."""
    return Work(device.put, (torch.zeros(n, dtype=torch.uint8),), n_bytes=n)


def transfer_back(n: int, variant: Variant, device: TorchDevice) -> Work:  # noqa: ARG001
    """Copying `n` bytes from the device's memory to the CPU's."""
    return Work(device.take, torch.zeros(n, dtype=torch.uint8, device=device.name), n_bytes=n)
