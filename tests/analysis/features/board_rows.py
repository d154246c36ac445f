"""Rows of an invented swap board, for tests of its arithmetic, its chart and its page."""

import json
from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.common.swap_cells import CELLS
from tests.analysis.synthetic import row

N_TEST = 2000


def board_rows(
    share: Callable[[str, str], float], n_seeds: int = 3, n_test: int = N_TEST, **columns: object
) -> pd.DataFrame:
    """One row for each cell and seed, with exactly this share of the test images right: always the first ones."""
    made = [
        row("swap", "quick", 500, seed, np.arange(n_test) < share(features, head) * n_test)
        | {"id": f"{features}-{head}-{seed}", "settings": json.dumps({"features": features, "head": head})}
        | columns
        for features, head in CELLS
        for seed in range(n_seeds)
    ]
    return pd.DataFrame(made)


def flat(features: str, head: str) -> float:
    """Features move accuracy by 30 points, classifiers by 4."""
    of_features = {"raw": 0.4, "handcrafted": 0.5, "cnn": 0.45, "pretrained": 0.7}
    of_head = {"linear_svm": -0.02, "rbf_svm": 0.02, "logistic_regression": 0.0, "neural": 0.01}
    return of_features[features] + of_head[head]
