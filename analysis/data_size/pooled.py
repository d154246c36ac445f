"""The folds of a cross-validation as one row: every image was a test image once."""

import hashlib
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.paired import answers
from analysis.common.summary import SECONDS

FOLD = r"^(own-[0-9a-f]+)(?:\.([1-9][0-9]*))?$"
"""The name of a visitor's data set is its first fold; the others have their number behind a point."""

LIKE = ["origin", "data_version", "learner", "recipe", "settings", "device", "n_train", "seed"]
"""Folds that agree in all of these belong together, also where workers on unlike machines measured them."""


LARGEST = ["threads", "n_parameters", "model_bytes", "measured_at"]
"""Of these a pooled row has the largest, or the last, of its folds."""


def pooled(rows: pd.DataFrame, k: int) -> pd.DataFrame:
    """One row, in the same columns, for every `k` rows that are the folds of one cross-validation.

    `n_test` is the folds' sum, `accuracy` the share of them all, `correct` the answers in the order of the folds, so
    that two learners stay paired. Seconds are the mean of a fold: what one training takes, as in rows without folds.
    `measured_at` is the last fold's, `threads`, `n_parameters` and `model_bytes` are the largest; the rest is the
    first fold's. Groups that lack a fold, and rows of other data sets, are left out. Intervals of such rows take
    the images as independent, which is not quite so for models that share training images (Bengio and Grandvalet
    2004).
    """
    folds = _complete(rows, k)
    found = folds[::k].assign(dataset=folds["whole"])[rows.columns].reset_index(drop=True)
    if found.empty:
        return rows[:0]
    groups = [folds[start : start + k] for start in range(0, len(folds), k)]
    right = [_right(group) for group in groups]
    found[SECONDS] = folds[SECONDS].to_numpy().reshape(-1, k, len(SECONDS)).mean(axis=1)
    for name in LARGEST:
        found[name] = folds[name].to_numpy().reshape(-1, k).max(axis=1)
    return found.assign(
        id=[_id(group["id"].tolist()) for group in groups],
        n_test=[len(one) for one in right],
        accuracy=[float(one.mean()) for one in right],
        correct=[np.packbits(one).tobytes() for one in right],
    )


def cross_validations(rows: pd.DataFrame, k: int) -> Iterator[pd.DataFrame]:
    """The rows of each complete cross-validation, first fold first, with `whole` (the data set's name) and `fold`.

    Of a fold that was measured twice the latest row counts.
    """
    folds = _complete(rows, k)
    yield from (folds[start : start + k] for start in range(0, len(folds), k))


def _complete(rows: pd.DataFrame, k: int) -> pd.DataFrame:
    """All that `cross_validations` gives, one behind the other."""
    names = rows["dataset"].astype(str).str.extract(FOLD)
    told = rows.assign(whole=names[0], fold=pd.to_numeric(names[1]).fillna(1).astype(int)).dropna(subset="whole")
    keys = ["whole", *LIKE]
    latest = told.sort_values("measured_at").drop_duplicates([*keys, "fold"], keep="last", ignore_index=True)
    groups = latest.groupby(keys, sort=True, dropna=False)
    # Folds are numbered from 1 and each stands here once: k of them, of which none is above k, are all of them.
    whole = (groups["fold"].transform("size") == k) & (groups["fold"].transform("max") == k)
    return latest.assign(group=groups.ngroup())[whole].sort_values(["group", "fold"]).drop(columns="group")


def _right(folds: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether each test image was answered rightly, fold by fold."""
    pairs = zip(folds["correct"], folds["n_test"], strict=True)
    return np.concatenate([answers(correct, int(n_test)) for correct, n_test in pairs]).astype(bool)


def _id(ids: list[str]) -> str:
    """A name for all of these rows together, of sixteen hexadecimal digits like theirs; one row keeps its own."""
    return ids[0] if len(ids) == 1 else hashlib.sha256(" ".join(ids).encode()).hexdigest()[:16]
