"""How fast the machine is at this moment: other users of a shared processor slow a core down, seconds at a time."""

import os
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
    """A fixed piece of work on each core that the timed work uses: cores slow down one by one.

    One thread is the calling one, on whatever core it is. Several are our own, each kept to a core: a library's would
    go on waiting beside what is timed.
    """

    def __init__(self, threads: int) -> None:
        self._values = [np.full((2, N_VALUES), 2.0) for _ in range(threads)]
        self._others = [
            ThreadPoolExecutor(1, initializer=keep_to, initargs=(n,)) for n in range(threads * (threads > 1))
        ]
        self._seen: list[float] = []

    @property
    def best(self) -> float:
        """Seconds of a moment than which hardly any was faster."""
        return self._seen[len(self._seen) // NEARLY_ALL] if self._seen else float("inf")

    def now(self) -> float:
        """Seconds on the slowest core; of the faster of two tries, as a timer's interrupt is no slow machine."""
        seconds = min(self._slowest() for _ in range(2))
        insort(self._seen, seconds)
        return seconds

    def _slowest(self) -> float:
        if not self._others:
            return seconds_of(self._values[0])
        asked = [thread.submit(seconds_of, given) for thread, given in zip(self._others, self._values, strict=True)]
        return max(one.result() for one in asked)


def keep_to(n: int) -> None:
    """Run this thread on the n-th of the cores that the process may use, where the platform lets it."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[n % len(cores)]})


def seconds_of(values: NDArray[np.float64]) -> float:
    """Seconds of the first row's powers, written to the second; one call, as between calls threads wait for another."""
    start = time.perf_counter()
    np.power(values[0], 0.3, out=values[1])
    return time.perf_counter() - start
