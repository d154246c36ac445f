"""Climbing on C and gamma: neighbours are tried in turn, and a better one becomes the place from which to go on."""

from collections import deque
from typing import NamedTuple

STEPS = ((1.0, 0.5), (1.0, 2.0), (5.0, 1.0), (0.2, 1.0))
"""What C and gamma are multiplied by to find a neighbour: the steps of `SearchedSVC`'s grid."""


class Setting(NamedTuple):
    """C, and the factor on gamma = 1 / (number of features); to begin with, the learner's defaults."""

    C: float = 5.0
    gamma: float = 1.0


class Hill:
    """Where the climb stands, and which steps it tries next: one that led up again, one that led down last."""

    def __init__(self) -> None:
        self.here = Setting()
        self._steps = deque(STEPS)
        self.height = 0.0
        self._known: set[Setting] = set()

    def settle(self, height: float) -> None:
        """Begin anew on other images, where the present place was found to have this height."""
        self.height = height
        self._known = {self.here}

    def neighbour(self) -> Setting | None:
        """The next place to try; None when none around is higher than here."""
        around = [self._after(step) for step in self._steps]
        return next((place for place in around if place not in self._known), None)

    def tried(self, place: Setting, height: float, margin: float = 0.0) -> None:
        """Go there if it is higher by more than the margin; else that step is the last to be tried again."""
        self._known.add(place)
        if height > self.height + margin:
            self.here, self.height = place, height
        else:
            self._steps.rotate(-1 - [self._after(step) for step in self._steps].index(place))

    def _after(self, step: tuple[float, float]) -> Setting:
        C, gamma = step
        return Setting(round(self.here.C * C, 6), round(self.here.gamma * gamma, 6))
