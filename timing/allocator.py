"""Memory that is freed stays with the process, so that seconds do not hang on what it happened to allocate before."""

import ctypes
import platform

TRIM_THRESHOLD, MMAP_MAX = -1, -4
"""Numbers of glibc's `mallopt`."""


def keep_freed_memory() -> None:
    """From now on large blocks are used again instead of going back to the system, as on a GPU they are anyway.

    glibc gives back blocks of 128 KB to 32 MB and more, or keeps them, as earlier sizes had it: a forward pass of 256
    images took 32 ms in one process and 48 in the next, and each page of a new block costs as much as computing it.
    Other C libraries are left as they are.
    """
    if platform.libc_ver()[0] == "glibc":
        library = ctypes.CDLL(None)
        library.mallopt(MMAP_MAX, 0)
        library.mallopt(TRIM_THRESHOLD, 2**31 - 1)
