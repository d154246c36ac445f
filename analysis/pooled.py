"""The folds of a cross-validation as one row: every picture was a test picture once."""

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.paired import answers
from analysis.summary import SECONDS

FOLD = r"^(own-[0-9a-f]+)(?:\.([1-9][0-9]*))?$"
"""The name of a visitor's data set is its first fold; the others have their number behind a point."""

LIKE = ["origin", "data_version", "learner", "recipe", "settings", "device", "machine", "n_train", "seed"]
"""Folds that agree in all of these belong together."""


def pooled(rows: pd.DataFrame, k: int) -> pd.DataFrame:
    """One row, in the same columns, for every `k` rows that are the folds of one cross-validation.

    `n_test` is the folds' sum, `accuracy` the share of them all, `correct` the answers in the order of the folds, so
    that two learners stay paired. Seconds are the mean of a fold: what one training takes, as in rows without folds.
    `measured_at` is the last fold's, `threads`, `n_parameters` and `model_bytes` are the largest; the rest is the
    first fold's. Groups that lack a fold, and rows of other data sets, are left out. Intervals of such rows take
    the pictures as independent, which is not quite so for models that share training pictures (Bengio and Grandvalet
    2004).
    """
    made = [_pooled(folds) for folds in cross_validations(rows, k)]
    return pd.DataFrame(made, columns=rows.columns) if made else rows[:0]


def cross_validations(rows: pd.DataFrame, k: int) -> Iterator[pd.DataFrame]:
    """The rows of each complete cross-validation, first fold first, with `whole` (the data set's name) and `fold`.

    Of a fold that was measured twice the latest row counts.
    """
    names = rows["dataset"].astype(str).str.extract(FOLD)
    told = rows.assign(whole=names[0], fold=pd.to_numeric(names[1]).fillna(1).astype(int)).dropna(subset="whole")
    keys = ["whole", *LIKE]
    latest = told.sort_values("measured_at").drop_duplicates([*keys, "fold"], keep="last").sort_values("fold")
    for _, folds in latest.groupby(keys, sort=True, dropna=False):
        if folds["fold"].tolist() == list(range(1, k + 1)):
            yield folds


def _pooled(folds: pd.DataFrame) -> dict[str, Any]:
    """The one row of these folds."""
    right = np.concatenate([answers(row.correct, int(row.n_test)) for row in folds.itertuples()]).astype(bool)
    return {
        **folds.iloc[0],
        **folds[SECONDS].mean(),
        **folds[["threads", "n_parameters", "model_bytes", "measured_at"]].max(),
        "id": _id(folds["id"].tolist()),
        "dataset": folds["whole"].iloc[0],
        "n_test": len(right),
        "accuracy": float(right.mean()),
        "correct": np.packbits(right).tobytes(),
    }


def _id(ids: list[str]) -> str:
    """A name for all of these rows together, of sixteen hexadecimal digits like theirs; one row keeps its own."""
    return ids[0] if len(ids) == 1 else hashlib.sha256(" ".join(ids).encode()).hexdigest()[:16]
