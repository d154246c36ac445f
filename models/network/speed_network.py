"""The network of the recipe `speed`: wide, shallow, its first layer computed instead of learned (Jordan 2024)."""

import torch
from torch import Tensor, nn

from models.network.architecture import Standardise

WIDTHS = (64, 256, 256)
PATCH = 2
"""Side of the patches that the first layer makes uncorrelated."""
FAINTEST = 5e-4
"""Added to the variance of each direction, so that one in which images hardly differ is not amplified."""


class Whitening(nn.Conv2d):
    """Patches to uncorrelated numbers of equal variance, each direction with both signs; only the bias is learned."""

    def __init__(self, channels: int) -> None:
        super().__init__(channels, 2 * channels * PATCH**2, PATCH)
        self.weight.requires_grad_(False)
        nn.init.zeros_(self.get_parameter("bias"))

    @torch.no_grad()
    def learn(self, images: Tensor) -> None:
        """Compute the directions from standardised training images, float32 (n, channels, height, width)."""
        patches = nn.functional.unfold(images, PATCH).transpose(1, 2).flatten(0, 1)
        variances, directions = torch.linalg.eigh(patches.T @ patches / len(patches))
        scaled = (directions / (variances + FAINTEST).sqrt()).T.reshape(-1, images.shape[1], PATCH, PATCH)
        self.weight.copy_(torch.cat([scaled, -scaled]))


class Normalise(nn.BatchNorm2d):
    """Batch normalisation without a learned scale, averaging over the last few batches only."""

    def __init__(self, n: int) -> None:
        super().__init__(n, eps=1e-12, momentum=0.4)
        self.weight.requires_grad_(False)


def convolution(n_in: int, n_out: int) -> nn.Conv2d:
    """Filters of 3x3, of which the first `n_in` begin as the identity of one map each (Zagoruyko et al. 2017)."""
    layer = nn.Conv2d(n_in, n_out, 3, padding="same", bias=False)
    nn.init.dirac_(layer.weight.data[:n_in])
    return layer


def block(n_in: int, n_out: int) -> nn.Sequential:
    """Two convolutions, with the maps halved between them."""
    first = convolution(n_in, n_out), nn.MaxPool2d(2), Normalise(n_out), nn.GELU()
    return nn.Sequential(*first, convolution(n_out, n_out), Normalise(n_out), nn.GELU())


class SpeedNetwork(nn.Sequential):
    """Images of at least 9 pixels per side, uint8 (n, channels, height, width), to class scores (n, n_classes)."""

    def __init__(self, channels: int, n_classes: int) -> None:
        super().__init__()
        self.standardise = Standardise(channels)
        self.whitening = Whitening(channels)
        self.activation = nn.GELU()
        widths = 2 * channels * PATCH**2, *WIDTHS
        self.blocks = nn.Sequential(*(block(*pair) for pair in zip(widths, WIDTHS, strict=False)))
        self.pool = nn.AdaptiveMaxPool2d(1)
        self.flatten = nn.Flatten()
        self.head = nn.Linear(WIDTHS[-1], n_classes, bias=False)

    @torch.no_grad()
    def learn(self, images: Tensor) -> None:
        """Compute scale and whitening from training images, uint8 (n, channels, height, width)."""
        self.standardise.learn(images)
        self.whitening.learn(self.standardise(images[:5_000]))

    def forward(self, images: Tensor) -> Tensor:
        """Class scores, a ninth of the head's, so that the first predictions are unsure."""
        return super().forward(images) / 9
