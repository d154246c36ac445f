"""Wall-clock seconds, read only when the device has finished its work."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Holds the seconds of a `with clock()` block, 0.0 before its end."""

    seconds: float = 0.0


@contextmanager
def clock() -> Iterator[Stopwatch]:
    """Time a block; an accelerator's queue is empty at both readings."""
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
