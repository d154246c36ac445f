"""Rows made by hand."""

import pandas as pd

AMOUNTS = {"noise": [8.0, 20.0, 40.0, 72.0, 112.0], "rotation": [5.0, 15.0, 30.0, 50.0, 80.0]}
N_TEST = 1000


def row(learner, lost, right=900, seed=0, **changed):
    """A model that loses this many images at each of the five amounts of a change, and wins none."""
    lost = {change: list(lost[change]) for change in AMOUNTS}
    total = sum(map(sum, lost.values()))
    return {
        "id": f"{learner}{seed}{changed}",
        "dataset": "digits",
        "data_version": "1",
        "learner": learner,
        "recipe": "quick",
        "n_train": 1000,
        "seed": seed,
        "n_test": N_TEST,
        "n_right": right,
        "amounts": AMOUNTS,
        "lost": lost,
        "won": {change: [0] * 5 for change in lost},
        "mean_lost": total / 10 / N_TEST,
        "variance": 0.04,
        "seconds": 1.0,
        "device": "cpu",
        "machine": "2-core AMD EPYC",
        "versions": {},
        "commit": "abc",
        "trained_on": "",
        "measured_at": f"2026-11-27T12:00:0{seed}+00:00",
        "origin": "two-core-machine",
        **changed,
    }


def gentle(n):
    """Losses that grow to n images under noise, and to half of that under rotation."""
    return {"noise": [0, 0, n // 4, n // 2, n], "rotation": [0, 0, n // 8, n // 4, n // 2]}


def rows(svm=gentle(400), cnn=gentle(800), pretrained=None, n_seeds=2, **changed):  # noqa: B008  (nobody changes them)
    """Two learners with these losses, or three, for each seed."""
    learners = {"svm": svm, "cnn": cnn, "pretrained": pretrained}
    measured = {learner: lost for learner, lost in learners.items() if lost}
    return pd.DataFrame(
        [row(name, lost, seed=seed, **changed) for name, lost in measured.items() for seed in range(n_seeds)]
    )
