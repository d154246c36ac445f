"""Wall-clock seconds, read only when the device has finished its work."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHORTEST_WATCH = 0.05
"""Seconds: the system counts in hundredths, so in a shorter block nobody can tell what other programs did.

Such a block counts as undisturbed, not as unknown: otherwise a single quick row, such as the majority class's, would
make a whole chart say that its machine's load is not recorded.
"""
COUNTS = Path("/proc/stat")
"""Linux counts here how long its cores were busy; psutil, which knows other systems, is not needed for it."""


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
    """Holds the cores that other programs kept busy during a `with others_watched()` block, 0.0 before its end.

    None where the system cannot be asked; 0.0 after a block of less than `SHORTEST_WATCH`.
    """

    cores: float | None = 0.0


@contextmanager
def others_watched() -> Iterator[OtherWork]:
    """Count, over a block, the mean number of this machine's cores that other programs kept busy."""
    found = OtherWork()
    busy_before, start = _seconds_of_others(), time.perf_counter()
    yield found
    seconds, busy_after = time.perf_counter() - start, _seconds_of_others()
    if busy_before is None or busy_after is None:
        found.cores = None
    elif seconds > SHORTEST_WATCH:
        found.cores = max(0.0, (busy_after - busy_before) / seconds)


def _seconds_of_others() -> float | None:
    """The seconds for which all cores together have been busy, for anybody but this process, since the system began.

    None without a way to ask it.
    """
    if COUNTS.exists():
        user, nice, system, _idle, _wait, *interrupted = map(int, COUNTS.read_text().split("\n", 1)[0].split()[1:9])
        return (user + nice + system + sum(interrupted)) / os.sysconf("SC_CLK_TCK") - time.process_time()
    try:
        import psutil
    except ImportError:
        return None
    every = psutil.cpu_times()
    return float(sum(every) - every.idle) - time.process_time()


def synchronise() -> None:
    """Wait for the accelerator, if there is one."""
    import torch

    if torch.accelerator.is_available():
        torch.accelerator.synchronize()
