"""Rows of the shortcut trap made by hand: how many images of each group a learner got right."""

import numpy as np
import pandas as pd

from tests.analysis.synthetic import row

USUAL = np.arange(400) < 200
"""Of 400 test images the first half has the usual background."""
SHARES = {"trap-50": 50, "trap-95": 95}


def trapped_rows(
    learner: str, share: int, right: list[tuple[int, int]], recipe: str = "quick", **changed: object
) -> pd.DataFrame:
    """A row per seed; each got this many of the 200 images with the usual and of the 200 with the other background."""
    made = []
    for seed, (usual, swapped) in enumerate(right):
        correct = np.r_[np.arange(200) < usual, np.arange(200) < swapped]
        made.append(row(learner, recipe, 500, seed, correct) | {"dataset": f"trap-{share}", **changed})
    return pd.DataFrame(made)
