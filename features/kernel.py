"""How every family's inner loop is compiled: by Numba, at its first call, kept on disk where that can be written."""

from collections.abc import Callable
from typing import Any

from numba import njit


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile at the first call and release the interpreter's lock; no fast-math: rounding decides a comparison."""
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # neither the source's folder nor the user's cache can be written
        return njit(nogil=True)(function)
