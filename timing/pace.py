"""How fast the machine is at this moment: other users of a shared processor slow it down for seconds at a time."""

import math
import time
from typing import Protocol

import torch

SIDE = 192
"""Rows of the matrices that are multiplied: a fraction of a millisecond, and small enough for a core's own cache."""


class Pace(Protocol):
    """Tells how long a fixed piece of work takes now, and took at best."""

    best: float

    def now(self) -> float:
        """Seconds, or any unit of its own."""


class Steady:
    """A machine that is never disturbed."""

    best = 1.0

    def now(self) -> float:
        """Always the same."""
        return 1.0


class MachinePace:
    """A small matrix product, with as many threads as torch has at the moment: one object for each number of them."""

    def __init__(self) -> None:
        self.best = math.inf
        self._matrix = torch.ones(SIDE, SIDE)

    def now(self) -> float:
        """Seconds of the faster of two, as a timer's interrupt is no slow machine."""
        seconds = min(self._once(), self._once())
        self.best = min(self.best, seconds)
        return seconds

    def _once(self) -> float:
        start = time.perf_counter()
        self._matrix @ self._matrix
        return time.perf_counter() - start
