"""The CNN's layers: a small network for images of 28 to 96 pixels, which trains without a GPU."""

import torch
from torch import Tensor, nn


class Standardise(nn.Module):
    """Bytes to numbers of mean 0 and deviation 1 in each channel; in the network, so that a saved one takes images."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(1, channels, 1, 1))
        self.register_buffer("deviation", torch.ones(1, channels, 1, 1))

    @torch.no_grad()
    def learn(self, images: Tensor) -> None:
        """Compute each channel's mean and deviation from training images, uint8 (n, channels, height, width)."""
        pixels = images[:5_000].float()
        self.mean.copy_(pixels.mean((0, 2, 3), keepdim=True))
        self.deviation.copy_(pixels.std((0, 2, 3), keepdim=True).clamp_min(1.0))

    def forward(self, images: Tensor) -> Tensor:
        """Standardise a batch of bytes."""
        return (images.float() - self.mean) / self.deviation


def convolution(n_in: int, n_out: int, size: int = 3) -> nn.Sequential:
    """Convolution, batch normalisation (Ioffe and Szegedy 2015), ReLU."""
    layers = nn.Conv2d(n_in, n_out, size, padding=size // 2, bias=False), nn.BatchNorm2d(n_out), nn.ReLU(inplace=True)
    return nn.Sequential(*layers)


class Network(nn.Sequential):
    """Images, uint8 (n, channels, height, width), to class scores (n, n_classes).

    Few channels while the maps are large and many when they are small, where arithmetic costs least. The first filters
    are 5 pixels wide, so that one can see what they respond to.
    """

    def __init__(self, channels: int, n_classes: int, width: int = 16) -> None:
        super().__init__()
        self.standardise = Standardise(channels)
        self.early = nn.Sequential(convolution(channels, width, size=5), nn.MaxPool2d(2))
        self.middle = nn.Sequential(convolution(width, 2 * width), nn.MaxPool2d(2))
        self.late = nn.Sequential(convolution(2 * width, 4 * width), nn.MaxPool2d(2), convolution(4 * width, 8 * width))
        self.pool = nn.AdaptiveAvgPool2d(2)
        self.flatten = nn.Flatten()
        self.head = nn.Linear(8 * width * 4, n_classes)
