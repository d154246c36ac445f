"""The learned side: the network's forward pass, its training step, and one whole training.

The first two on batches of 32x32 images in colour, the training on digits.
"""

from collections.abc import Iterator
from functools import cache

import torch
from sklearn.base import clone
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

import catalogue
from models.network.architecture import Network
from models.network.recipes import make
from models.register import Context
from timing.device import FORMATS, TorchDevice
from timing.operations.arithmetic import on
from timing.rows.row import Way
from timing.stopwatch import Work

CHANNELS, SIDE, N_CLASSES = 3, 32, 10
TRAINED_IN = ("float32", "bfloat16")
"""The formats that the learner trains in, by its own names for them."""


def forward(n: int, way: Way, device: TorchDevice) -> Work:
    """The network's answers to a batch of `n` images."""
    network = prepared(way, device).eval()

    @torch.no_grad()
    def compute(given: tuple[Tensor, ...]) -> Tensor:
        with autocast(way, device):
            return network(given[0])

    return on(device, images(n, way)[:1], compute, *cost(n, way.dtype, training=False))


def training_step(n: int, way: Way, device: TorchDevice) -> Work:
    """One step of stochastic gradient descent on a batch of `n` images; what is copied back is the loss."""
    network = prepared(way, device).train()
    optimiser = torch.optim.SGD(network.parameters(), 1e-3, momentum=0.9, nesterov=True, weight_decay=5e-4)

    def compute(given: tuple[Tensor, ...]) -> Tensor:
        with autocast(way, device):
            loss = nn.functional.cross_entropy(network(given[0]), given[1])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        return loss.detach()

    return on(device, images(n, way), compute, *cost(n, way.dtype, training=True))


def training(n: int, way: Way, device: TorchDevice) -> Work:
    """The learner's own training by the recipe `quick` on `n` digits, which it copies to the device by itself."""
    images = catalogue.load("digits")
    chosen = catalogue.subset(images, n, seed=0)
    X, y = images.X_train[chosen], images.y_train[chosen]
    network = make(Context("quick", n, device=device.name), dtype=way.dtype)
    flop, n_bytes = cost(n, way.dtype, training=True, shape=X.shape[1:])
    epochs = network.epochs
    return Work(lambda given: clone(network).fit(*given), (X, y), flop=epochs * flop, n_bytes=epochs * n_bytes)


def prepared(way: Way, device: TorchDevice) -> nn.Module:
    """The network on the device in the way's memory order, compiled where the way says so."""
    network = Network(CHANNELS, N_CLASSES).to(device.name).to(memory_format=order(way))
    if way.compiled:
        network.compile(dynamic=False)
    return network


def images(n: int, way: Way) -> tuple[Tensor, Tensor]:
    """Random bytes as images, (n, 3, 32, 32) in the way's memory order, and random labels (n,)."""
    images = torch.randint(0, 256, (n, CHANNELS, SIDE, SIDE), dtype=torch.uint8).to(memory_format=order(way))
    return images, torch.randint(0, N_CLASSES, (n,))


def order(way: Way) -> torch.memory_format:
    """Torch's name for the memory order."""
    return torch.channels_last if way.channels_last else torch.contiguous_format


def autocast(way: Way, device: TorchDevice) -> torch.autocast:
    """Products in the way's number format, as the network's own training has them."""
    kind = FORMATS[way.dtype]
    return torch.autocast(torch.device(device.name).type, kind, enabled=kind != torch.float32)


@cache
def cost(
    n: int, dtype: str, training: bool, shape: tuple[int, int, int] = (SIDE, SIDE, CHANNELS)
) -> tuple[float, float]:
    """Additions and multiplications on a batch of `n`, and bytes that the layers read and write one after the other.

    Worked out on torch's meta device, which computes nothing. A training step goes through each layer three times: for
    the answer, for its input's gradient and for its weights'.
    """
    height, width, channels = shape
    network = Network(channels, N_CLASSES).to("meta")
    sizes: list[int] = []
    itemsize = FORMATS[dtype].itemsize

    def note(layer: nn.Module, given: tuple[Tensor, ...], answer: Tensor) -> None:
        sizes.extend(tensor.numel() * min(itemsize, tensor.element_size()) for tensor in (*given, answer))
        sizes.extend(weights.numel() * itemsize for weights in layer.parameters())

    for layer in leaves(network):
        layer.register_forward_hook(note)
    with FlopCounterMode(display=False) as counter:
        answer = network(torch.empty(n, channels, height, width, dtype=torch.uint8, device="meta"))
        if training:
            answer.sum().backward()
    return float(counter.get_total_flops()), float(sum(sizes) * (3 if training else 1))


def leaves(network: nn.Module) -> Iterator[nn.Module]:
    """The layers that compute, not those that hold others."""
    return (layer for layer in network.modules() if not [*layer.children()])
