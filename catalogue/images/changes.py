"""Changes that a visitor makes to an image with sliders, to see which model fails first."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from catalogue.images import ImageArray, distortions


@dataclass(frozen=True)
class Change:
    """One way to change an image: amounts run from `low` to `high` by `step`, and `neutral` changes nothing."""

    name: str
    label: str
    unit: str
    low: float
    high: float
    neutral: float
    step: float
    make: Callable[[ImageArray, float, int], ImageArray]
    colour_only: bool = False  # whether it leaves a grey image as it is

    def apply(self, image: ImageArray, amount: float, seed: int = 0) -> ImageArray:
        """The changed image, uint8 (height, width, 1 or 3); ValueError for an amount outside the slider's range."""
        if not self.low <= amount <= self.high or math.isnan(amount):
            raise ValueError(f"{self.label} goes from {self.low:g} to {self.high:g}, so {amount:g} is not possible.")
        if amount == self.neutral or (self.colour_only and image.shape[2] == 1):
            return image
        return self.make(image, amount, seed)


CHANGES = {
    change.name: change
    for change in (
        Change("blur", "Blur", "% of the width", 0, 15, 0, 0.5, distortions.blurred),
        Change("noise", "Noise", "grey levels", 0, 120, 0, 4, distortions.noisy),
        Change("brightness", "Brightness", "%", -100, 100, 0, 5, distortions.brightened),
        Change("contrast", "Contrast", "%", 0, 300, 100, 10, distortions.contrasted),
        Change("hue", "Hue", "°", -180, 180, 0, 10, distortions.turned_in_hue, colour_only=True),
        Change("grey", "Colour taken away", "%", 0, 100, 0, 5, distortions.greyed, colour_only=True),
        Change("rotation", "Rotation", "°", -180, 180, 0, 5, distortions.rotated),
        Change("shift", "Shift to the right", "% of the width", -50, 50, 0, 2, distortions.shifted),
        Change("jpeg", "JPEG loss", "%", 0, 99, 0, 1, distortions.compressed),
        Change("shuffle", "Shuffled pieces", "of 16", 0, 16, 0, 2, distortions.shuffled),
    )
}
"""In the order in which `changed` applies them."""


def changed(image: ImageArray, amounts: Mapping[str, float], seed: int = 0) -> ImageArray:
    """The image after all changes, those not named left neutral; ValueError for an unknown name or amount."""
    if unknown := set(amounts) - set(CHANGES):
        raise ValueError(f"There is no change called {min(unknown)!r}; there are {', '.join(CHANGES)}.")
    for name, change in CHANGES.items():
        image = change.apply(image, amounts.get(name, change.neutral), seed)
    return image
