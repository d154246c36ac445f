"""How fast the machine is at this moment: other users of a shared processor slow it down for seconds at a time."""

import time
from bisect import insort
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

N_VALUES = 60_000
"""Of so many numbers each thread takes a power: a fraction of a millisecond, within a core's cache."""
NEARLY_ALL = 20
"""One of so many moments may have been faster than what is called the best: a boost is no yardstick."""


class Pace(Protocol):
    """Tells how long a fixed piece of work takes now, and took at best."""

    @property
    def best(self) -> float:
        """In the same unit as `now`."""

    def now(self) -> float:
        """Seconds, or any unit of its own."""


class Steady:
    """A machine that is never disturbed."""

    best = 1.0

    def now(self) -> float:
        """Always the same."""
        return 1.0


class MachinePace:
    """A fixed piece of work in so many threads of our own: a library's would go on waiting beside what is timed."""

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads)
        self._values = [np.full((2, N_VALUES), 2.0) for _ in range(threads)]
        self._seen: list[float] = []

    @property
    def best(self) -> float:
        """Seconds of a moment than which hardly any was faster."""
        return self._seen[len(self._seen) // NEARLY_ALL] if self._seen else float("inf")

    def now(self) -> float:
        """Seconds of the slowest thread; of the faster of two tries, as a timer's interrupt is no slow machine."""
        seconds = min(max(self._pool.map(seconds_of, self._values)) for _ in range(2))
        insort(self._seen, seconds)
        return seconds


def seconds_of(values: NDArray[np.float64]) -> float:
    """Seconds of the first row's powers, written to the second; one call, as between calls threads wait for another."""
    start = time.perf_counter()
    np.power(values[0], 0.3, out=values[1])
    return time.perf_counter() - start
