"""Wall-clock seconds, read only when the device has finished its work."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHORTEST_WATCH = 0.05
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

    None where the system cannot be asked.
    """

    cores: float | None = 0.0


@contextmanager
def others_watched() -> Iterator[OtherWork]:
    """Count, over a block, the mean number of this machine's cores that other programs kept busy."""
    found = OtherWork()
    (others, start) = _seconds_of_others(), time.perf_counter()
    yield found
    seconds, since = time.perf_counter() - start, _seconds_of_others()
    # The system counts in hundredths of a second: over less time than a few of these, nothing is known.
    if since is None or others is None:
        found.cores = None
    elif seconds > SHORTEST_WATCH:
        found.cores = max(0.0, (since - others) / seconds)


def _seconds_of_others() -> float | None:
    """The seconds for which all cores together have been busy, for anybody but this process, since the system began."""
    busy = _busy_seconds()
    return None if busy is None else busy - time.process_time()


def _busy_seconds() -> float | None:
    """The seconds for which all cores together have been busy since the system began; None without psutil."""
    if COUNTS.exists():
        user, nice, system, _idle, _wait, *interrupted = map(int, COUNTS.read_text().split("\n", 1)[0].split()[1:9])
        return (user + nice + system + sum(interrupted)) / os.sysconf("SC_CLK_TCK")
    try:
        import psutil
    except ImportError:
        return None
    every = psutil.cpu_times()
    return float(sum(every) - every.idle)


def synchronise() -> None:
    """Wait for the accelerator, if there is one."""
    import torch

    if torch.accelerator.is_available():
        torch.accelerator.synchronize()
