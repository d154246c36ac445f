"""Wall-clock seconds, read only when the device has finished its work."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

SHORTEST_WATCH = 0.05


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


class OtherWork:
    """Holds the cores that other programs kept busy during a `with others_watched()` block, 0.0 before its end."""

    cores: float = 0.0


@contextmanager
def others_watched() -> Iterator[OtherWork]:
    """Count, over a block, the mean number of this machine's cores that other programs kept busy."""
    found = OtherWork()
    (others, start) = _seconds_of_others(), time.perf_counter()
    yield found
    seconds = time.perf_counter() - start
    # The system counts in hundredths of a second: over less time than a few of these, nothing is known.
    found.cores = max(0.0, (_seconds_of_others() - others) / seconds) if seconds > SHORTEST_WATCH else 0.0


def _seconds_of_others() -> float:
    """The seconds for which all cores together have been busy, for anybody but this process, since the system began."""
    every, own = psutil.cpu_times(), psutil.Process().cpu_times()
    idle = every.idle + getattr(every, "iowait", 0.0)
    guests = getattr(every, "guest", 0.0) + getattr(every, "guest_nice", 0.0)  # which user and nice contain already
    return float(sum(every) - guests - idle - own.user - own.system)


def synchronise() -> None:
    """Wait for the accelerator, if there is one."""
    import torch

    if torch.accelerator.is_available():
        torch.accelerator.synchronize()
