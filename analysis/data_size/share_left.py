"""The share of the errors that a fitted law leaves when it gets more images."""

from dataclasses import dataclass

import numpy as np

from analysis.data_size.learning_curve import PowerLaw


@dataclass(frozen=True)
class Share:
    """A share or a ratio with its 95 % interval."""

    low: float
    value: float
    high: float

    def of(self, what: str) -> str:
        """`0.77 of the error (0.75 to 0.80)`."""
        return f"{self.value:.2f} of {what} ({self.low:.2f} to {self.high:.2f})"

    @property
    def weight(self) -> float:
        """How much it counts among a verdict's conditions: 1 / width, so the most precise one is quoted."""
        return 1 / (self.high - self.low + 1e-3)


def errors_remaining(law: PowerLaw, factor: float, n: float | None = None) -> Share:
    """The error with n images as a share of that with n / factor; n is by default the largest number measured."""
    more = law.largest if n is None else n
    fewer = more / factor
    floors, heights, alphas = law.draws.T
    after, before = (floors + heights * size**-alphas for size in (more, fewer))
    left, all_errors = (law.floor + law.b * size**-law.alpha for size in (more, fewer))
    value = float(left / all_errors) if all_errors > 0 else 1.0
    if not (before > 0).all():
        return Share(0.0, value, 1.0)  # a law without any errors may have left any share of them
    low, high = np.quantile(after / before, (0.025, 0.975))
    return Share(float(min(low, value)), value, float(max(high, value)))
