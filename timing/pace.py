"""How fast the machine is at this moment: other users of a shared processor slow a core down, seconds at a time."""

import os
import time
from bisect import insort
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

N_VALUES = 60_000
"""Of so many numbers each thread takes a power: a fraction of a millisecond, mostly computing."""
N_MOVED = 250_000
"""So many it copies: more than a core's own caches hold, as others slow memory down apart from computing."""
TRIES = 2
"""The faster of which is a reading: a timer's interrupt is no slow machine."""
NEARLY_ALL = 20
"""One of so many moments may have been faster than what is called the best: a boost is no yardstick."""


class Pace(Protocol):
    """Tells how long a fixed piece of work takes now, and took at best."""

    @property
    def best(self) -> float:
        """In the same unit as `now`."""

    def now(self, seconds: float = 0.0) -> float:
        """Seconds, or any unit of its own; watched for about so long, one reading at least."""


class Steady:
    """A machine that is never disturbed."""

    best = 1.0

    def now(self, seconds: float = 0.0) -> float:  # noqa: ARG002
        """Always the same."""
        return 1.0


class MachinePace:
    """A fixed piece of work on each core that the timed work uses: cores slow down one by one.

    One thread is the calling one, on whatever core it is. Several are our own, each kept to a core: a library's would
    go on waiting beside what is timed.
    """

    def __init__(self, threads: int) -> None:
        self._given = [(np.full((2, N_VALUES), 2.0), np.zeros((2, N_MOVED))) for _ in range(threads)]
        self._others = [
            ThreadPoolExecutor(1, initializer=keep_to, initargs=(n,)) for n in range(threads * (threads > 1))
        ]
        self._seen: list[float] = []

    @property
    def best(self) -> float:
        """Seconds of a moment than which hardly any was faster."""
        return self._seen[len(self._seen) // NEARLY_ALL] if self._seen else float("inf")

    def now(self, seconds: float = 0.0) -> float:
        """Seconds, the mean over the cores and over the readings."""
        end, readings = time.perf_counter() + seconds, [self._reading()]
        while time.perf_counter() < end:
            readings.append(self._reading())
        for reading in readings:
            insort(self._seen, reading)
        return float(np.mean(readings))

    def _reading(self) -> float:
        """Between computing and copying the geometric mean, so that either counts by how much it is slower."""
        fastest = np.min([self._each_core() for _ in range(TRIES)], axis=0)
        return float(np.sqrt(fastest.prod(axis=1)).mean())

    def _each_core(self) -> list[tuple[float, float]]:
        if not self._others:
            return [seconds_of(*self._given[0])]
        asked = [thread.submit(seconds_of, *given) for thread, given in zip(self._others, self._given, strict=True)]
        return [one.result() for one in asked]


def keep_to(n: int) -> None:
    """Run this thread on the n-th of the cores that the process may use, where the platform lets it."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[n % len(cores)]})


def seconds_of(values: NDArray[np.float64], moved: NDArray[np.float64]) -> tuple[float, float]:
    """Seconds of the powers of the first row, written to the second, and of a copy of the first row of the other."""
    start = time.perf_counter()
    np.power(values[0], 0.3, out=values[1])
    between = time.perf_counter()
    np.copyto(moved[1], moved[0])
    return between - start, time.perf_counter() - between
