"""The networks: the CNN's forward pass, training step and whole training, and the features of a pretrained one."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache

import torch
from sklearn.base import clone
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

import catalogue
from models.network.architecture import Network
from models.network.recipes import make
from models.pretrained.backbones import BACKBONES
from models.pretrained.backbones import network as pretrained_network
from models.pretrained.embedding import AT_ONCE, make_features, prepared
from models.register import Context
from timing.device import FORMATS, TorchDevice
from timing.operations.arithmetic import memory_order, work_on
from timing.operations.handcrafted import colour_images
from timing.rows.row import Variant
from timing.stopwatch import Work

CHANNELS, SIDE, N_CLASSES = 3, 32, 10
TRAINED_IN = ("float32", "bfloat16")
"""The number formats that the learner trains in, by its own names for them."""


def forward(n: int, variant: Variant, device: TorchDevice) -> Work:
    """The forward pass of a batch of `n` images."""
    network = network_on(device, variant).eval()

    @torch.no_grad()
    def compute(given: tuple[Tensor, ...]) -> Tensor:
        with autocast(variant, device):
            return network(given[0])

    return work_on(device, random_batch(n, variant)[:1], compute, *cost(n, variant.dtype, training=False))


def training_step(n: int, variant: Variant, device: TorchDevice) -> Work:
    """One step of stochastic gradient descent on a batch of `n` images; the loss is what is copied back."""
    network = network_on(device, variant).train()
    optimiser = torch.optim.SGD(network.parameters(), 1e-3, momentum=0.9, nesterov=True, weight_decay=5e-4)

    def compute(given: tuple[Tensor, ...]) -> Tensor:
        with autocast(variant, device):
            loss = nn.functional.cross_entropy(network(given[0]), given[1])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        return loss.detach()

    return work_on(device, random_batch(n, variant), compute, *cost(n, variant.dtype, training=True))


def training(n: int, variant: Variant, device: TorchDevice) -> Work:
    """The learner's own training by the recipe `quick` on `n` digits, which it copies to the device by itself."""
    images = catalogue.load("digits")
    chosen = catalogue.subset(images, n, seed=0)
    X, y = images.X_train[chosen], images.y_train[chosen]
    learner = make(Context("quick", n, device=device.name), dtype=variant.dtype)
    flop, n_bytes = cost(n, variant.dtype, training=True, shape=X.shape[1:])
    epochs = learner.epochs
    return Work(lambda given: clone(learner).fit(*given), (X, y), flop=epochs * flop, n_bytes=epochs * n_bytes)


def network_on(device: TorchDevice, variant: Variant) -> nn.Module:
    """The network on the device, in the variant's memory order, compiled if the variant says so."""
    network = Network(CHANNELS, N_CLASSES).to(device.name).to(memory_format=memory_order(variant))
    if variant.compiled:
        network.compile(dynamic=False)
    return network


def random_batch(n: int, variant: Variant) -> tuple[Tensor, Tensor]:
    """Random images uint8 (n, 3, 32, 32) in the variant's memory order, and random labels (n,)."""
    images = torch.randint(0, 256, (n, CHANNELS, SIDE, SIDE), dtype=torch.uint8)
    return images.to(memory_format=memory_order(variant)), torch.randint(0, N_CLASSES, (n,))


def autocast(variant: Variant, device: TorchDevice) -> torch.autocast:
    """Computes products in the variant's number format, as the learner's own training does."""
    kind = FORMATS[variant.dtype]
    return torch.autocast(torch.device(device.name).type, kind, enabled=kind != torch.float32)


@cache
def cost(
    n: int, dtype: str, training: bool, shape: tuple[int, int, int] = (SIDE, SIDE, CHANNELS)
) -> tuple[float, float]:
    """The additions and multiplications of the CNN on a batch of `n`, and the bytes that its layers read and write."""
    height, width, channels = shape
    images = torch.empty(n, channels, height, width, dtype=torch.uint8, device="meta")
    return counted(Network(channels, N_CLASSES).to("meta"), images, FORMATS[dtype].itemsize, training)


def counted(network: nn.Module, images: Tensor, itemsize: int, training: bool = False) -> tuple[float, float]:
    """The additions and multiplications of a network on these images, and the bytes that its layers read and write.

    Both are on torch's meta device, which computes nothing. A training step goes through each layer three times: for
    its output, for its input's gradient and for its weights' gradient.
    """
    sizes: list[int] = []

    def note(layer: nn.Module, given: tuple[Tensor, ...], output: Tensor) -> None:
        sizes.extend(tensor.numel() * min(itemsize, tensor.element_size()) for tensor in (*given, output))
        sizes.extend(weights.numel() * itemsize for weights in layer.parameters())

    for layer in leaves(network):
        layer.register_forward_hook(note)
    with FlopCounterMode(display=False) as counter:
        output = network(images)
        if training:
            output.sum().backward()
    return float(counter.get_total_flops()), float(sum(sizes) * (3 if training else 1))


def leaves(network: nn.Module) -> Iterator[nn.Module]:
    """The layers that compute, without those that only hold other layers or pass on what they are given."""
    return (layer for layer in network.modules() if not ([*layer.children()] or isinstance(layer, nn.Identity)))


def pretrained_features(n: int, variant: Variant, device: TorchDevice) -> Work:  # noqa: ARG001 - there is one way only
    """The pretrained features of `n` images, from bytes: they are enlarged, scaled, and go through the network.

    The arithmetic is the network's; enlarging is not counted. An accelerator is given all images at once.
    """
    embedding = make_features()
    backbone, side = BACKBONES[embedding.backbone], embedding.side
    # a copy, as the learners of this process use the original
    frozen = deepcopy(pretrained_network(embedding.backbone, embedding.centre)).to(device.name)
    at_once = AT_ONCE if device.name == "cpu" else n

    @torch.inference_mode()
    def compute(given: tuple[Tensor, ...]) -> Tensor:
        return torch.cat([frozen(prepared(images, side, backbone)) for images in given[0].split(at_once)])

    flop_and_bytes = counted(deepcopy(frozen).to("meta"), torch.empty(n, 3, side, side, device="meta"), itemsize=4)
    return work_on(device, (torch.from_numpy(colour_images(n)),), compute, *flop_and_bytes)
