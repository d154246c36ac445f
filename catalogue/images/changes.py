"""Changes of images: one image by sliders, to see which model fails first, or a whole test set by fixed amounts."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from catalogue.images import ImageArray, distortions

AT_ONCE = 500
"""Images that are changed together: their numbers in double precision then need tens of megabytes."""


@dataclass(frozen=True)
class Change:
    """One way to change images: amounts run from `low` to `high` by `step`, and `neutral` changes nothing.

    `levels` are the five amounts at which whole test sets are changed: the first is hardly visible, the last hurts.
    """

    name: str
    label: str
    unit: str
    low: float
    high: float
    neutral: float
    step: float
    levels: tuple[float, ...]
    make: Callable[[ImageArray, float, Sequence[int]], ImageArray]
    colour_only: bool = False  # whether it leaves a grey image as it is

    def apply(self, image: ImageArray, amount: float, seed: int = 0) -> ImageArray:
        """The changed image, uint8 (height, width, 1 or 3); ValueError for an amount outside the slider's range."""
        return self.apply_to_all(image[np.newaxis], amount, [seed])[0]

    def apply_to_all(self, images: ImageArray, amount: float, seeds: Sequence[int]) -> ImageArray:
        """Each image (n, height, width, 1 or 3) changed as by `apply` with the seed at its place; the same errors."""
        if not self.low <= amount <= self.high or math.isnan(amount):
            raise ValueError(f"{self.label} goes from {self.low:g} to {self.high:g}, so {amount:g} is not possible.")
        if amount == self.neutral or not self.acts_on(images.shape[3]):
            return images
        parts = [slice(start, start + AT_ONCE) for start in range(0, len(images), AT_ONCE)]
        return np.concatenate([self.make(images[part], amount, seeds[part]) for part in parts])

    def acts_on(self, n_channels: int) -> bool:
        """Whether it changes images with this many channels: changes of colour leave grey ones as they are."""
        return n_channels == 3 or not self.colour_only


CHANGES = {
    change.name: change
    for change in (
        Change("blur", "Blur", "% of the width", 0, 15, 0, 0.5, (1.5, 3, 5, 8, 12), distortions.blurred),
        Change("noise", "Noise", "grey levels", 0, 120, 0, 4, (8, 20, 40, 72, 112), distortions.noisy),
        Change("brightness", "Brightness", "%", -100, 100, 0, 5, (10, 20, 35, 50, 70), distortions.brightened),
        Change("contrast", "Contrast", "%", 0, 300, 100, 10, (80, 60, 40, 20, 10), distortions.contrasted),
        Change(
            "hue", "Hue", "°", -180, 180, 0, 10, (10, 30, 60, 110, 180), distortions.turned_in_hue, colour_only=True
        ),
        Change(
            "grey", "Colour removed", "%", 0, 100, 0, 5, (20, 40, 60, 80, 100), distortions.greyed, colour_only=True
        ),
        Change("rotation", "Rotation", "°", -180, 180, 0, 5, (5, 15, 30, 50, 80), distortions.rotated),
        Change("shift", "Shift to the right", "% of the width", -50, 50, 0, 2, (4, 8, 14, 22, 34), distortions.shifted),
        Change("jpeg", "JPEG loss", "%", 0, 99, 0, 1, (30, 60, 80, 90, 97), distortions.compressed),
        Change("shuffle", "Shuffled pieces", "of 16", 0, 16, 0, 2, (2, 4, 8, 12, 16), distortions.shuffled),
    )
}
"""The changes by name, in the order in which `changed` applies them."""


def changed(image: ImageArray, amounts: Mapping[str, float], seed: int = 0) -> ImageArray:
    """The image after all changes, each neutral unless it is named; ValueError for an unknown name or amount."""
    if unknown := set(amounts) - set(CHANGES):
        raise ValueError(f"There is no change called {min(unknown)!r}; there are {', '.join(CHANGES)}.")
    for name, change in CHANGES.items():
        image = change.apply(image, amounts.get(name, change.neutral), seed)
    return image
