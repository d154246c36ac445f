"""Rows of two sides made by hand: which test images each got right."""

import numpy as np
import pandas as pd

from analysis.errors.matched import Matched, Side, match_sides
from tests.analysis.synthetic import row

SVM = Side("svm", "quick", "{}", "live")
CNN = Side("cnn", "quick", "{}", "live")


def side_rows(side: Side, right: list[np.ndarray], **changed: object) -> pd.DataFrame:
    """One row for each seed, with these images right."""
    told = {"settings": side.settings, "origin": side.origin, **changed}
    return pd.DataFrame(
        [row(side.learner, side.recipe, 100, seed, np.asarray(bits, bool)) | told for seed, bits in enumerate(right)]
    )


def both(first: list[np.ndarray], second: list[np.ndarray], sides: tuple[Side, Side] = (SVM, CNN)) -> Matched:
    """Two sides with these images right, a list entry for each seed."""
    rows = pd.concat([side_rows(side, right) for side, right in zip(sides, (first, second), strict=True)])
    return match_sides(rows, *sides)


def counts(n_both: int, n_first: int, n_second: int, n_neither: int) -> tuple[np.ndarray, np.ndarray]:
    """The answers of both sides, with this many images in each part."""
    parts = np.repeat([0, 1, 2, 3], [n_both, n_first, n_second, n_neither])
    return parts <= 1, (parts == 0) | (parts == 2)


def independent(share: float, n_test: int, n_seeds: int, random_state: int) -> list[np.ndarray]:
    """Answers that are right by chance alone."""
    random = np.random.default_rng(random_state)
    return list(random.random((n_seeds, n_test)) < share)
