"""The folds of a cross-validation pooled into one row, in which every image was a test image once; what is packed."""

import hashlib
from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.common.paired import unpack_correct
from analysis.common.summary import SECONDS
from analysis.common.wording import count, counted, listed

FOLD = r"^(own-[0-9a-f]+)(?:\.([1-9][0-9]*))?$"
"""The name of an uploaded data set is that of its first fold; the others add a dot and their number."""

LIKE = ["origin", "data_version", "learner", "recipe", "settings", "device", "n_train", "seed"]
"""Folds that agree in all of these belong together, even if different machines measured them."""

LARGEST = ["threads", "n_parameters", "model_bytes", "measured_at"]
"""Columns in which a pooled row takes the largest (or latest) value among its folds."""


def pool_folds(rows: pd.DataFrame, k: int) -> pd.DataFrame:
    """One row, in the same columns, for every `k` rows that are the folds of one cross-validation.

    `n_test` is the sum over the folds, `accuracy` the share over all of them, and `correct` has the results in the
    order of the folds, so that two learners stay paired. Seconds are the mean of the folds, which is the time of one
    training, as in rows without folds. Columns in `LARGEST` take the largest value; all others are taken from
    the first fold. Incomplete groups and rows of other data sets are left out. Intervals of pooled rows treat the
    images as independent, which is only approximately true of models that share training images (Bengio and
    Grandvalet 2004).
    """
    folds = _complete_folds(rows, k)
    found = folds[::k].assign(dataset=folds["whole"])[rows.columns].reset_index(drop=True)
    if found.empty:
        return rows[:0]
    groups = [folds[start : start + k] for start in range(0, len(folds), k)]
    right = [np.concatenate([*map(unpack_correct, group["correct"], group["n_test"])]).astype(bool) for group in groups]
    found[SECONDS] = folds[SECONDS].to_numpy().reshape(-1, k, len(SECONDS)).mean(axis=1)
    for name in LARGEST:
        found[name] = folds[name].to_numpy().reshape(-1, k).max(axis=1)
    return found.assign(
        id=[_id(group["id"].tolist()) for group in groups],
        n_test=[len(one) for one in right],
        accuracy=[float(one.mean()) for one in right],
        correct=[np.packbits(one).tobytes() for one in right],
    )


def _complete_folds(rows: pd.DataFrame, k: int) -> pd.DataFrame:
    """The rows of all complete cross-validations, one after the other, in the order of their folds.

    If a fold was measured twice, the latest row counts.
    """
    names = rows["dataset"].astype(str).str.extract(FOLD)
    folds = rows.assign(whole=names[0], fold=pd.to_numeric(names[1]).fillna(1).astype(int)).dropna(subset="whole")
    keys = ["whole", *LIKE]
    latest = folds.sort_values("measured_at").drop_duplicates([*keys, "fold"], keep="last", ignore_index=True)
    groups = latest.groupby(keys, sort=True, dropna=False)
    # Folds are numbered from 1 and each occurs once here: k of them with no number above k are all of them.
    is_complete = (groups["fold"].transform("size") == k) & (groups["fold"].transform("max") == k)
    return latest.assign(group=groups.ngroup())[is_complete].sort_values(["group", "fold"]).drop(columns="group")


def _id(ids: list[str]) -> str:
    """An id for these rows together, of sixteen hexadecimal digits like their own ids; a single row keeps its id."""
    return ids[0] if len(ids) == 1 else hashlib.sha256(" ".join(ids).encode()).hexdigest()[:16]


def describe_packed(n_train: Iterable[int], n_test: int, n_folds: int) -> str:
    """What the packed models are: trained with these numbers of images, and each tested on `n_test` images."""
    sizes = listed([count(n) for n in sorted(set(n_train))])
    fold = f", and in the first of {n_folds} folds" if n_folds > 1 else ""
    others = ", so that its accuracy is not that of all folds together" if n_folds > 1 else ""
    return (
        f"Each packed model is one of those measured: with the most training images, with the first seed{fold}. It "
        f"learned from {sizes} images and was tested on {counted(n_test, 'image')} that it had not seen{others}."
    )
