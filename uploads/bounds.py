"""What a process that reads a visitor's files may take, so that no file can take the whole computer."""

import contextlib
import os
import warnings
from pathlib import Path

DATA_BYTES = 450 * 2**20  # on top of what the libraries take


def bound(seconds: float, n_bytes: int = DATA_BYTES) -> None:
    """Take from this process the rights to `n_bytes` beyond its libraries' and to much time, as its platform can.

    From then on, memory beyond the bound is a MemoryError, and Pillow's warning of a decompression bomb an error. The
    rights do not come back: only a process may be bound that ends with its one piece of work.
    """
    warnings.simplefilter("ignore")  # what Pillow thinks of a file is said to the visitor, not to the server's log
    warnings.simplefilter("error", RuntimeWarning)
    with contextlib.suppress(ImportError, OSError, ValueError, AttributeError):
        import resource

        most = int(seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 5))
        os.nice(5)
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        limit = pages * resource.getpagesize() + n_bytes
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
