"""The question "which learner should I use?": how many images somebody has, and the costs that they accept."""

from dataclasses import dataclass

COSTS = ("seconds", "milliseconds", "megabytes")
"""Seconds to train, milliseconds to label one image, and megabytes of the model: each may have a bound."""


@dataclass(frozen=True)
class Question:
    """The number of images, and the bounds on costs; None for a cost without a bound."""

    n_images: int
    seconds: float | None = None
    milliseconds: float | None = None
    megabytes: float | None = None
    explain: bool = False  # whether predictions must be explained
    pretrained: bool = True  # whether a model that was trained on other images may be used

    def bound(self, cost: str) -> float | None:
        """The bound of one of the costs."""
        limit: float | None = getattr(self, cost)
        return limit
