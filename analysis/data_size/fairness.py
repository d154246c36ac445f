"""What each learner had to work with, so that a visitor can judge whether the comparison is fair."""

import json
from typing import Any

import pandas as pd

from analysis.common.learners import by_rank
from analysis.common.machine import other_cores
from analysis.common.summary import SECONDS
from analysis.common.wording import figures, range_of

COLUMNS = {
    "learner": "Learner",
    "recipe": "Effort",
    "origin": "Measured",
    "images": "Training images",
    "seeds": "Seeds",
    "seen_before": "Other images seen before",
    "augmentation": "Augmentation",
    "tuning": "Tuning",
    "epochs": "Epochs",
    "number_type": "Number format",
    "parameters": "Parameters",
    "feature_seconds": "Features (s)",
    "fit_seconds": "Fit (s)",
    "predict_seconds": "Predict (s)",
    "other_cores": "Cores busy with other work",
    "machine": "Machine",
    "device": "Device",
    "threads": "Threads",
    "implementation": "Library",
}
"""The columns of the card and their headings."""


def fairness(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per learner, recipe, origin, machine and device; seconds are means at that row's largest size."""
    keys = ["learner", "recipe", "origin", "machine", "device"]
    sides = [_side(group) for _, group in rows.groupby(keys, sort=True, dropna=False)]
    return pd.DataFrame(sides, columns=list(COLUMNS)).sort_values("learner", key=by_rank, kind="stable")


def _side(rows: pd.DataFrame) -> dict[str, Any]:
    """The card's entries for rows of one learner, recipe, origin, machine and device."""
    largest = rows[rows["n_train"] == rows["n_train"].max()]
    details = [json.loads(text or "{}") for text in rows["details"]]
    return {
        **rows.iloc[0][["learner", "recipe", "origin", "machine", "device"]],
        **largest[SECONDS].mean(),
        "images": range_of(rows["n_train"]),
        "seeds": range_of(rows.groupby("n_train")["seed"].nunique()),
        "parameters": range_of(largest["n_parameters"]),
        "threads": range_of(rows["threads"]),
        "other_cores": _cores(largest),
        "seen_before": _listed(details, "pretrained_on", "none"),
        "augmentation": _listed(details, "augmentation"),
        "tuning": _listed(details, "tuning"),
        "epochs": _listed(details, "epochs"),
        "number_type": _listed(details, "dtype"),
        "implementation": _listed(details, "implementation"),
    }


def _cores(rows: pd.DataFrame) -> str:
    """The most cores that other programs kept busy, or a dash where a row does not say."""
    most = other_cores(rows).max(skipna=False)
    return "–" if pd.isna(most) else figures(float(most))


def _listed(details: list[dict[str, Any]], key: str, missing: str = "–") -> str:
    """All values under this key; numbers as a span."""
    found = [detail[key] for detail in details if detail.get(key) is not None]
    if found and all(isinstance(value, int | float) for value in found):
        return range_of(found)
    return ", ".join(sorted({str(value) for value in found})) or missing
