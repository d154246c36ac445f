"""The recipe `speed`: CIFAR-10 to 94 % in ten short epochs, made for a GPU (Jordan 2024, arXiv:2404.00498).

Its network is wide and shallow, with a first layer that is computed instead of learned.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn

from models.network.architecture import Standardise
from models.network.augmentation import shifted
from models.network.cnn import CNN

WIDTHS = (64, 256, 256)
PATCH = 2
"""Side of the patches that the first layer makes uncorrelated."""
FAINTEST = 5e-4
"""Added to the variance of each direction, so that one in which images hardly differ is not amplified."""
MOMENTUM = 0.85
BIAS_RATE = 64
"""How many times as fast the biases of the batch normalisations learn."""
WHITENING_EPOCHS = 3
"""After this many, the bias of the whitening layer is fixed."""
SHIFT = 2
"""Pixels."""
LOOK_EVERY = 5
"""Steps between two lookaheads."""


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


@dataclass(eq=False, repr=False)  # hashable, and printed by scikit-learn
class SpeedCNN(CNN):
    """A wide network, large batches, a triangular learning rate; weights pulled towards their own average (lookahead).

    Where mirror images keep their class, every other epoch shows each image mirrored.
    Predictions average three views, or six with their mirror images.
    """

    _parameter_constraints: ClassVar = {**CNN._parameter_constraints, "mirrored": ["boolean"]}
    network_: Any = field(init=False)  # another network than CNN's

    batch_size: int = 1024
    lr: float = 1.5
    weight_decay: float = 1.33e-3
    label_smoothing: float = 0.2
    width: int = field(default=WIDTHS[0], init=False)  # as the next two, no setting of this recipe
    augment: str = field(default="none", init=False)
    processes: int = field(default=1, init=False)
    mirrored: bool = True

    @property
    def changes(self) -> str:
        """Shifts, and mirror images where they are allowed."""
        return "alternate" if self.mirrored else "small shift"

    def _initial_network(self, images: Tensor) -> Any:
        network = SpeedNetwork(images.shape[1], len(self.classes_)).to(self.device_)
        network.learn(images)
        return network.to(memory_format=torch.channels_last)

    def _train(self, images: Tensor, labels: Tensor) -> None:
        steps = max(1, len(images) // self.batch_size)
        n_steps = steps * self.epochs
        optimiser = torch.optim.SGD(self._groups(), momentum=MOMENTUM, nesterov=True)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: triangle(step / n_steps))
        criterion = nn.CrossEntropyLoss(label_smoothing=self.label_smoothing)
        average = {name: value.clone() for name, value in self._moving()}
        self.network_.train()
        for step, (batch, batch_labels) in enumerate(self._batches(images, labels, steps), start=1):
            with self._autocast():
                loss = criterion(self.network_(batch), batch_labels)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            if step % LOOK_EVERY == 0 or step == n_steps:
                # At the end the average stays as it is, and the weights become it.
                stay = 1 if step == n_steps else 0.95**LOOK_EVERY * (step / n_steps) ** 3
                look_ahead(average, self._moving(), stay)
            if self.on_progress:
                self.on_progress(step / steps, self.epochs)

    def _groups(self) -> list[dict[str, Any]]:
        """The weights grouped by learning rate; all decay by the same share per step."""
        learned = [(name, weights) for name, weights in self.network_.named_parameters() if weights.requires_grad]
        fast = [weights for name, weights in learned if name.startswith("blocks") and name.endswith("bias")]
        slow = [weights for name, weights in learned if not (name.startswith("blocks") and name.endswith("bias"))]
        return [
            {"params": slow, "lr": self.lr, "weight_decay": self.weight_decay},
            {"params": fast, "lr": BIAS_RATE * self.lr, "weight_decay": self.weight_decay / BIAS_RATE},
        ]

    def _moving(self) -> Iterator[tuple[str, Tensor]]:
        """Everything in the network that training changes, except counts."""
        return ((name, value) for name, value in self.network_.state_dict().items() if value.is_floating_point())

    def _batches(self, images: Tensor, labels: Tensor, steps: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Every epoch's whole batches, of images mirrored every other epoch and shifted by up to two pixels."""
        mirrored_at_first = torch.rand(len(images), 1, 1, 1, device=self.device_) < 0.5
        for epoch in range(self.epochs):
            self.network_.whitening.bias.requires_grad_(epoch < WHITENING_EPOCHS)
            order = torch.randperm(len(images), device=self.device_)
            for chosen in order.split(self.batch_size)[:steps]:
                batch = images[chosen]
                if self.mirrored:
                    batch = torch.where(mirrored_at_first[chosen] ^ bool(epoch % 2), batch.flip(3), batch)
                yield shifted(batch, SHIFT), labels[chosen]

    def _scores(self, batch: Tensor) -> Tensor:
        """Scores of a batch: half from the image, half from two shifted copies; from mirror images too if allowed."""
        padded = nn.functional.pad(batch.half(), (1, 1, 1, 1), "reflect").to(batch.dtype)
        corners = padded[:, :, :-2, :-2], padded[:, :, 2:, 2:]
        views = [(batch, 0.5), *((corner, 0.25) for corner in corners)]
        if self.mirrored:
            views = [(view, share / 2) for one, share in views for view in (one, one.flip(3))]
        return torch.stack([share * self.network_(view) for view, share in views]).sum(0)


def triangle(part: float) -> float:
    """The share of the largest learning rate: from 0.2 up to 1 at 23 % of the training, then down to 0.07."""
    return float(np.interp(part, (0, 0.23, 1), (0.2, 1, 0.07)))


@torch.no_grad()
def look_ahead(average: dict[str, Tensor], now: Iterator[tuple[str, Tensor]], stay: float) -> None:
    """Move the average towards the weights, less for a larger `stay`, and set the weights to it (Zhang et al. 2019)."""
    for name, weights in now:
        weights.copy_(average[name].lerp_(weights, 1 - stay))
