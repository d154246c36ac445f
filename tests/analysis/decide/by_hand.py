"""Rows made by hand: each learner's right answers on a small test set, its seconds, and its size."""

import hashlib

import numpy as np
import pandas as pd

from tests.analysis.synthetic import row

N_TEST = 400


def made(
    learner: str,
    accuracy: dict[int, float],
    *,
    recipe: str = "quick",
    seconds: float | dict[int, float] = 1.0,
    milliseconds: float = 1.0,
    megabytes: float = 1.0,
    seeds: int = 3,
    n_test: int = N_TEST,
    **columns: object,
) -> pd.DataFrame:
    """A row for each size and seed: the first images are right, so that learners agree on as many as they can."""
    rows = []
    for n, share in accuracy.items():
        for seed in range(seeds):
            correct = np.arange(n_test) < round(share * n_test)
            each = {
                "feature_seconds": 0.0,
                "fit_seconds": seconds[n] if isinstance(seconds, dict) else seconds,
                "predict_seconds": milliseconds * n_test / 1000,
                "model_bytes": megabytes * 1e6,
            }
            rows.append(row(learner, recipe, n, seed, correct) | each | columns)
    table = pd.DataFrame(rows)
    places = table[["id", "dataset", "data_version", "origin", "machine"]].astype(str).agg(" ".join, axis=1)
    return table.assign(id=[hashlib.sha256(place.encode()).hexdigest()[:16] for place in places])
