"""The CNN (convolutional neural network), trained from scratch: a scikit-learn classifier over uint8 images."""

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral, Real
from typing import ClassVar, Self

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import check_is_fitted
from torch import Tensor, nn

from models.network import parallel
from models.network.architecture import Network
from models.network.augmentation import augmented
from models.network.precision import fastest_dtype, float32_as

COUNTS = ("epochs", "batch_size", "width", "processes")


@dataclass(eq=False, repr=False)  # hashable, and printed by scikit-learn
class CNN(ClassifierMixin, BaseEstimator):
    """Stochastic gradient descent with a one-cycle learning rate and label smoothing, repeatable for a seed.

    `on_progress` is called after each step with the epochs done and the epochs in all; an exception in it stops the
    training. `augment` is none, shift, or mirror; with mirror, a prediction averages an image and its mirror image.
    With several `processes` each trains on its share of every batch: see `models.network.parallel`.
    """

    _parameter_constraints: ClassVar = {
        **{name: [Interval(Integral, 1, None, closed="left")] for name in COUNTS},
        "lr": [Interval(Real, 0, None, closed="neither")],
        "weight_decay": [Interval(Real, 0, None, closed="left")],
        "label_smoothing": [Interval(Real, 0, 1, closed="left")],
        "augment": [StrOptions({"none", "shift", "mirror"})],
        "seed": [Interval(Integral, 0, None, closed="left")],
        "device": [str],
        "dtype": [StrOptions({"auto", "float32", "bfloat16"})],
        "on_progress": [callable, None],
    }

    epochs: int = 10
    batch_size: int = 64
    lr: float = 0.05
    weight_decay: float = 5e-4
    label_smoothing: float = 0.1
    width: int = 16
    augment: str = "none"
    seed: int = 0
    device: str = "auto"
    dtype: str = "auto"
    processes: int = 1
    on_progress: Callable[[float, int], None] | None = None

    @property
    def changes(self) -> str:
        """The kind of changes that training images go through."""
        return self.augment

    def fit(self, X: NDArray[np.uint8], y: NDArray) -> Self:
        """Train on images (n, height, width, channels), held on the device; ValueError for a wrong setting."""
        self._validate_params()
        parallel.meet(self.processes)
        self.classes_, targets = np.unique(y, return_inverse=True)
        self.device_ = resolved_device(self.device)
        self.dtype_ = parallel.agreed(resolved_dtype(self.dtype, self.device_), self.processes)
        images, labels = self._resident(X), torch.from_numpy(targets).to(self.device_)
        # Torch's global generator draws the weights; the fork leaves the caller's random numbers as they were.
        own_gpus = [torch.cuda.current_device()] if self.device_ == "cuda" else []
        with torch.random.fork_rng(own_gpus), float32_as("ieee"):
            torch.manual_seed(self.seed)
            self.network_ = self._initial_network(images)
            self._train(images, labels)
        return self

    def _initial_network(self, images: Tensor) -> Network:
        """The untrained network: random weights, and the scale of the training images."""
        network = Network(images.shape[1], len(self.classes_), self.width)
        network = network.to(self.device_).to(memory_format=torch.channels_last)
        network.standardise.learn(images)
        return network

    def _train(self, images: Tensor, labels: Tensor) -> None:
        steps = max(1, round(len(images) / self.batch_size))
        optimiser = torch.optim.SGD(
            self.network_.parameters(), self.lr, momentum=0.9, nesterov=True, weight_decay=self.weight_decay
        )
        n_scheduled = max(5, steps * self.epochs)  # with four the schedule divides by zero
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimiser, self.lr, total_steps=n_scheduled, pct_start=0.25, div_factor=10, cycle_momentum=False
        )
        criterion = nn.CrossEntropyLoss(label_smoothing=self.label_smoothing)
        loss_of = parallel.loss_of(self.network_, criterion, self.processes)
        self.network_.train()
        for step in range(steps * self.epochs):
            if step % steps == 0:
                batches = torch.randperm(len(images), device=self.device_).tensor_split(steps)
            batch = batches[step % steps]
            with self._autocast():
                loss = loss_of(augmented(images[batch], self.augment), labels[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            if self.on_progress:
                self.on_progress((step + 1) / steps, self.epochs)

    def _autocast(self) -> torch.autocast:
        return torch.autocast(torch.device(self.device_).type, self.dtype_, enabled=self.dtype_ != torch.float32)

    def _resident(self, X: NDArray[np.uint8]) -> Tensor:
        # The permuted view is what torch calls channels-last: no copy is made.
        return torch.from_numpy(np.ascontiguousarray(X)).permute(0, 3, 1, 2).to(self.device_)

    @torch.inference_mode()
    def decision_function(self, X: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Class scores before the softmax (n, n_classes), always in float32.

        So the labels do not depend on a machine's fastest number format, and an exported copy predicts the same.
        """
        check_is_fitted(self)
        self.network_.eval()
        with float32_as("ieee"):
            return np.concatenate([self._scores(batch).cpu().numpy() for batch in self._resident(X).split(500)])

    def _scores(self, batch: Tensor) -> Tensor:
        """Scores of a batch; after training with mirror images, means of an image's scores and its mirror image's."""
        scores = self.network_(batch)
        return (scores + self.network_(batch.flip(3))) / 2 if self.augment == "mirror" else scores

    def predict(self, X: NDArray[np.uint8]) -> NDArray:
        """The class with the highest score for each image."""
        scores = self.decision_function(X)
        return self.classes_[scores.argmax(axis=1)]


def resolved_device(device: str) -> str:
    """The device itself, or for `auto` the accelerator that torch finds, else "cpu"; ValueError where it is missing."""
    accelerator = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    fastest = accelerator.type if accelerator else "cpu"
    if device not in ("auto", "cpu", fastest):
        right = " or ".join(dict.fromkeys(("cpu", fastest)))
        raise ValueError(f"There is no device {device!r} on this machine; {right} would be right.")
    return fastest if device == "auto" else device


def has_accelerator() -> bool:
    """Whether `auto` is more than the processor."""
    return resolved_device("auto") != "cpu"


def resolved_dtype(dtype: str, device: str) -> torch.dtype:
    """The number format of this name, or for `auto` the faster one on the device."""
    return fastest_dtype(device) if dtype == "auto" else getattr(torch, dtype)
