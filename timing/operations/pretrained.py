"""The pretrained learner's features: images through the frozen network, on any device of torch."""

from copy import deepcopy

import torch
from torch import Tensor

from models.pretrained.backbones import BACKBONES, network
from models.pretrained.embedding import AT_ONCE, make_features, prepared
from timing.device import TorchDevice
from timing.operations.arithmetic import work_on
from timing.operations.handcrafted import colour_images
from timing.operations.network import counted
from timing.rows.row import Variant
from timing.stopwatch import Work


def features(n: int, variant: Variant, device: TorchDevice) -> Work:  # noqa: ARG001 - the learner's own way is the only one
    """The pretrained features of `n` images, from bytes: they are enlarged, scaled, and go through the network.

    The arithmetic is the network's; enlarging is not counted. An accelerator is given all images at once.
    """
    embedding = make_features()
    backbone, side = BACKBONES[embedding.backbone], embedding.side
    frozen = deepcopy(network(embedding.backbone, embedding.centre)).to(
        device.name
    )  # the learners of this process use the original
    at_once = AT_ONCE if device.name == "cpu" else n

    @torch.inference_mode()
    def compute(given: tuple[Tensor, ...]) -> Tensor:
        return torch.cat([frozen(prepared(images, side, backbone)) for images in given[0].split(at_once)])

    cost = counted(deepcopy(frozen).to("meta"), torch.empty(n, 3, side, side, device="meta"), itemsize=4)
    return work_on(device, (torch.from_numpy(colour_images(n)),), compute, *cost)
