"""The network: a small convolutional one that suits pictures of 28 to 96 pixels and a processor without a GPU."""

import torch
from torch import Tensor, nn


class Standardise(nn.Module):
    """Bytes to numbers of mean 0 and deviation 1 a channel, so that a saved network takes pictures as they are."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(1, channels, 1, 1))
        self.register_buffer("deviation", torch.ones(1, channels, 1, 1))

    @torch.no_grad()
    def learn(self, images: Tensor) -> None:
        """Take mean and deviation a channel from training images, uint8 (n, channels, height, width)."""
        pixels = images[:5_000].float()
        self.mean.copy_(pixels.mean((0, 2, 3), keepdim=True))
        self.deviation.copy_(pixels.std((0, 2, 3), keepdim=True).clamp_min(1.0))

    def forward(self, images: Tensor) -> Tensor:
        """Standardise a batch of bytes."""
        return (images.float() - self.mean) / self.deviation


def convolution(n_in: int, n_out: int, size: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution, batch normalisation (Ioffe and Szegedy 2015), ReLU."""
    padding = (size - stride + 1) // 2
    layers = nn.Conv2d(n_in, n_out, size, stride, padding, bias=False), nn.BatchNorm2d(n_out), nn.ReLU(inplace=True)
    return nn.Sequential(*layers)


class Network(nn.Sequential):
    """Pictures, uint8 (n, channels, height, width), to class scores (n, n_classes).

    The first layer halves the picture at once, which saves most of the arithmetic that full-size first layers cost.
    """

    def __init__(self, channels: int, n_classes: int, width: int = 32) -> None:
        super().__init__()
        self.standardise = Standardise(channels)
        self.early = convolution(channels, width, size=4, stride=2)
        self.middle = nn.Sequential(convolution(width, 2 * width), nn.MaxPool2d(2))
        self.late = nn.Sequential(convolution(2 * width, 4 * width), nn.MaxPool2d(2), convolution(4 * width, 4 * width))
        self.pool = nn.AdaptiveMaxPool2d(1)
        self.flatten = nn.Flatten()
        self.head = nn.Linear(4 * width, n_classes)
