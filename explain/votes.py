"""How each feature family contributed to the answer: how its margin changes without the family."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray


def family_votes(
    row: NDArray[np.float32],
    families: Mapping[str, tuple[int, int]],
    winner: int,
    scores: Callable[[NDArray[np.float32]], NDArray[np.float64]],
) -> dict[str, float]:
    """The margin without each family minus the margin with all: negative for a family that supported the `winner`.

    `row` (d,) is standardised, so zeros are the mean training image's features. A family's numbers are its first column
    and the one after its last. `scores` maps rows (n, d) to (n, n_classes).
    """
    rows = np.repeat(row[np.newaxis], 1 + len(families), axis=0)
    for number, (start, end) in enumerate(families.values(), start=1):
        rows[number, start:end] = 0
    margins = margin(scores(rows), winner)
    return dict(zip(families, (margins[1:] - margins[0]).tolist(), strict=True))


def margin(scores: NDArray[np.float64], winner: int) -> NDArray[np.float64]:
    """The winner's score (n, n_classes) minus the best of the others: (n,)."""
    return scores[:, winner] - np.delete(scores, winner, axis=1).max(axis=1)
