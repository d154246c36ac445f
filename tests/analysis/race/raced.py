"""Rows of invented races, in the columns of the real ones, small enough to check by hand."""

import json

import numpy as np
import pandas as pd

from tests.analysis.synthetic import row

Told = tuple[float, int, float, float]
"""A step: seconds, training images, share right by validation, share right on the test images."""

FLOOR: Told = (0.0, 0, 0.11, 0.11)

SVM: list[Told] = [
    FLOOR,
    (0.2, 100, 0.80, 0.81),
    (0.9, 400, 0.94, 0.93),
    (4.0, 1600, 0.96, 0.96),
    (9.0, 2800, 0.95, 0.99),
]
CNN: list[Told] = [FLOOR, (0.6, 100, 0.40, 0.41), (3.0, 800, 0.90, 0.91), (14.0, 2800, 0.985, 0.985)]
"""The SVM's last step is worse by validation and better on the test set: nobody may profit from it."""


def steps(told: list[Told]) -> list[dict[str, object]]:
    """The steps as `details` and JobState.found hold them."""
    names = ("seconds", "n_train", "validation", "accuracy")
    return [dict(zip(names, step, strict=True)) | {"settings": {"C": 5.0} if step[1] else {}} for step in told]


def race_row(
    learner: str, told: list[Told], seed: int = 0, budget: int = 60, n_test: int = 1500, **columns: object
) -> dict[str, object]:
    """One finished race; `columns` replaces what a row has else."""
    accuracy = max(told, key=lambda step: (step[2], -step[0]))[3]
    right = np.arange(n_test) < round(accuracy * n_test)
    details = {
        "steps": steps(told),
        "n_validation": 700,
        "ended": "out of time",
        "energy_kwh": None,
        "other_cores": 0.0,
    }
    return row(learner, "race", 3500, seed, right) | {
        "id": f"{learner}-race-{budget}-{seed}",
        "dataset": "digits",
        "settings": json.dumps({"budget_seconds": budget}),
        "details": json.dumps(details),
        "feature_seconds": 1.0 if learner == "svm" else 0.0,
        "fit_seconds": 4.0,
        **columns,
    }


def shifted(told: list[Told], by: float) -> list[Told]:
    """The same steps with this much more right on the test images, the majority class left alone."""
    return [step if not step[1] else (*step[:3], step[3] + by) for step in told]


def races(n_seeds: int = 3, spread: float = 0.004, **columns: object) -> pd.DataFrame:
    """Both learners' races of several seeds, which differ by so much on both sides."""
    seeds = np.linspace(-spread, spread, n_seeds) if n_seeds > 1 else [0.0]
    made = [
        race_row(learner, shifted(told, by), seed, **columns)
        for seed, by in enumerate(seeds)
        for learner, told in (("svm", SVM), ("cnn", CNN))
    ]
    return pd.DataFrame(made)
