"""Rows of invented measurements, in the columns of the real ones, for tests of the arithmetic and the charts."""

import json
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.stats import norm

SIZES = (100, 250, 500, 1000, 2000, 5000, 10000, 20000, 50000)

CURVES = {
    ("svm", "quick"): (0.315, 0.385, 0.44, 0.492, 0.531, 0.575, 0.597, 0.62, 0.655),
    ("svm", "thorough"): (0.32, 0.39, 0.447, 0.497, 0.536, 0.582, 0.603, 0.63, 0.665),
    ("cnn", "quick"): (0.275, 0.345, 0.396, 0.473, 0.533, 0.632, 0.704, 0.74, 0.79),
    ("cnn", "thorough"): (0.316, 0.396, 0.469, 0.541, 0.625, 0.719, 0.769, 0.80, 0.837),
}


def rows(
    curves: dict[tuple[str, str], Callable[[int], float]] | None = None,
    sizes: tuple[int, ...] = SIZES,
    n_seeds: int = 3,
    n_test: int = 10_000,
    origin: str = "live",
    random_state: int = 0,
    seed_spread: float = 0.006,
    **columns: object,
) -> pd.DataFrame:
    """One row per curve, size and seed; answers are paired through how hard each image is, as real ones are."""
    random = np.random.default_rng(random_state)
    hard = random.standard_normal(n_test)
    made = []
    for (learner, recipe), accuracy in (curves or {key: known(key) for key in CURVES}).items():
        for n in sizes:
            for seed in range(n_seeds):
                share = np.clip(accuracy(n) + random.normal(0, seed_spread), 0, 1)
                score = np.sqrt(0.7) * hard + np.sqrt(0.3) * random.standard_normal(n_test)
                correct = score < norm.ppf(share)
                made.append(row(learner, recipe, n, seed, correct) | {"origin": origin} | columns)
    return pd.DataFrame(made)


def known(key: tuple[str, str]) -> Callable[[int], float]:
    """The curve of CURVES under this key, interpolated in log n."""
    return lambda n: float(np.interp(np.log(n), np.log(SIZES), CURVES[key]))


def row(learner: str, recipe: str, n: int, seed: int, correct: np.ndarray) -> dict[str, object]:
    """One finished measurement with these right and wrong answers."""
    slow = 100.0 if (learner, recipe) == ("cnn", "thorough") else 10.0 if learner == "cnn" else 1.0
    svm = learner.endswith("svm")
    return {
        "id": f"{learner}-{recipe}-{n}-{seed}", "origin": "live", "dataset": "cifar10", "data_version": "1",
        "learner": learner, "recipe": recipe, "n_train": n, "seed": seed, "accuracy": float(correct.mean()),
        "n_test": len(correct), "feature_seconds": 0.001 * n if svm else 0.0, "fit_seconds": 0.0005 * n * slow,
        "predict_seconds": 0.5, "n_parameters": 100_000, "model_bytes": 400_000, "device": "cpu",
        "machine": "2-core AMD EPYC", "threads": 1, "versions": json.dumps({"torch": "2.15"}), "commit": "abc",
        "measured_at": "2026-11-22T10:00:00+00:00",
        "details": json.dumps({"implementation": "scikit-learn" if svm else "torch", "augmentation": "none",
                               "tuning": "none", "epochs": 10, "dtype": "float32", "other_cores": 0.0}),
        "settings": "[]", "correct": np.packbits(correct).tobytes(),
    }  # fmt: skip
