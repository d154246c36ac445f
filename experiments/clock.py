"""Seconds by the wall, read only when the device has finished what it was given; and where they were measured."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from timing.provenance import commit, machine, processor, versions

__all__ = ["Stopwatch", "clock", "commit", "machine", "processor", "synchronise", "versions"]


class Stopwatch:
    """Holds the seconds of the last `with clock()` block, 0.0 before its end."""

    seconds: float = 0.0


@contextmanager
def clock() -> Iterator[Stopwatch]:
    """Time a block; an accelerator's queue is empty before either reading."""
    stopwatch = Stopwatch()
    synchronise()
    start = time.perf_counter()
    yield stopwatch
    synchronise()
    stopwatch.seconds = time.perf_counter() - start


def synchronise() -> None:
    """Wait for the accelerator, if there is one."""
    import torch

    if torch.accelerator.is_available():
        torch.accelerator.synchronize()
