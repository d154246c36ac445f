"""How the inner loops of the families are compiled: by Numba, at the first call, and cached on disk where possible."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

UInt8 = NDArray[np.uint8]
UInt32 = NDArray[np.uint32]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]
"""Arrays, by the type of their numbers."""


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile at the first call and release the interpreter's lock; no fast-math: rounding decides comparisons."""
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # neither the source's folder nor the user's cache can be written
        return njit(nogil=True)(function)
