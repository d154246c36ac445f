"""Rows of probes made by hand, in the columns of the real ones."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from experiments.layers.row import packed

N_TEST = 2000


def row(holds: str, share: float, layer: int = 0, seed: int = 0, **changed: object) -> dict[str, object]:
    """One probe that has exactly the first images right."""
    right = np.arange(N_TEST) < round(share * N_TEST)
    usual = {"handcrafted": "", "pixels": ""}.get(holds, "quick")
    return {
        **{"origin": "two-core-machine", "dataset": "digits", "data_version": "1", "recipe": usual, "n_train": 1000},
        **{"seed": seed, "holds": holds, "layer": layer, "field": 5 * layer, "n_columns": 64, "n_probe": 1000},
        **{"strength": 0.01, "same_class": 2.0 + layer, "accuracy": float(right.mean()), "n_test": N_TEST},
        **{"correct": packed(right), "device": "cpu", "machine": "AMD EPYC, 2 cores", "versions": {}, "commit": "abc"},
        "measured_at": "2026-11-27T10:00:00+00:00",
        **changed,
    }


def rows(
    *layers: float, beside: Mapping[str, float] | None = None, n_seeds: int = 3, **changed: object
) -> pd.DataFrame:
    """Three seeds of a CNN whose layers hold these shares, with features and pixels beside them."""
    fixed = {"handcrafted": 0.9, "pixels": 0.8} if beside is None else beside
    made = []
    for seed in range(n_seeds):
        made += [row("layer", share, n, seed, **changed) for n, share in enumerate(layers, start=1)]
        made += [row("cnn", layers[-1], 0, seed, **changed)]
        free = {name: value for name, value in changed.items() if name != "recipe"}
        made += [row(holds, share, 0, seed, **free) for holds, share in fixed.items()]
    return pd.DataFrame(made)
