"""What the question "which learner should I use?" starts from: the images somebody has, and the costs they accept."""

from dataclasses import dataclass

COSTS = ("seconds", "milliseconds", "megabytes")
"""Seconds to train, milliseconds to label one image, and megabytes of the model: each may have a bound."""


@dataclass(frozen=True)
class Question:
    """The images there are, and the bounds; None where there is none."""

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
