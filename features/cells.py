"""The grid of cells into which most families divide an image, so that features keep roughly where something is.

If `length` pixels are divided into `cells` parts, part k holds the pixels from floor(k length / cells) to just before
floor((k + 1) length / cells): parts differ by at most one pixel, and every pixel is in exactly one.
"""

import numpy as np
from numpy.typing import NDArray


def boundaries(length: int, cells: int) -> NDArray[np.int64]:
    """Where `cells` nearly equal parts of `length` pixels begin and end: int64 (cells + 1,)."""
    return np.arange(cells + 1) * length // cells


def grid(shape: tuple[int, ...], cells: int) -> NDArray[np.int64]:
    """The number of each pixel's cell, counted row by row: int64 (height, width)."""
    row, column = (np.repeat(np.arange(cells), np.diff(boundaries(side, cells))) for side in shape[:2])
    return row[:, None] * cells + column


def cell_names(cells: int, names: list[str]) -> list[str]:
    """`row0_column0_name` for each cell, row by row, and each name in it."""
    return [f"row{row}_column{column}_{name}" for row in range(cells) for column in range(cells) for name in names]
