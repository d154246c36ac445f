"""Wall-clock seconds, read only when the device has finished its work, and what they were measured on."""

import platform
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("numpy", "scikit-learn", "scikit-learn-intelex", "scikit-image", "numba", "torch")


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


@cache
def processor() -> str:
    """The processor's name and its number of cores."""
    import psutil

    name = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        named = [line.split(":", 1)[1].strip() for line in information.read_text().splitlines() if "model name" in line]
        name = named[0] if named else name
    return f"{name}, {psutil.cpu_count() or 1} cores"


def machine(device: str) -> str:
    """What did the work: the name of the graphics processor if the device is cuda, and of the processor."""
    if device == "cuda":
        import torch

        return f"{torch.cuda.get_device_name()}, {processor()}"
    return processor()


@cache
def versions() -> dict[str, str]:
    """The versions of Python and of the libraries that affect speed."""
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found


@cache
def commit() -> str:
    """The commit of this code, with + when files were changed; empty outside a clone."""
    git = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty=+", "--abbrev=12"]
    try:
        return subprocess.run(git, capture_output=True, text=True, check=True, timeout=10).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""
