"""What each side was given, for the card that lets a visitor judge whether the contest is fair."""

import json
from typing import Any

import pandas as pd

COLUMNS = {
    "learner": "Learner",
    "recipe": "Recipe",
    "origin": "Measured",
    "images": "Training images",
    "seeds": "Seeds",
    "augmentation": "Changed copies",
    "tuning": "Tuning",
    "epochs": "Passes",
    "number_type": "Number format",
    "parameters": "Numbers in the model",
    "feature_seconds": "Features (s)",
    "fit_seconds": "Learning (s)",
    "predict_seconds": "Answering (s)",
    "machine": "Machine",
    "device": "Device",
    "threads": "Threads",
    "implementation": "Library",
}
"""What the card says of each side, and how people call it."""


def fairness(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a learner, recipe, origin, machine and device; seconds are means at that side's largest size."""
    keys = ["learner", "recipe", "origin", "machine", "device"]
    sides = [_side(group) for _, group in rows.groupby(keys, sort=True, dropna=False)]
    return pd.DataFrame(sides, columns=list(COLUMNS))


def _side(rows: pd.DataFrame) -> dict[str, Any]:
    """The card's entries for rows of one learner, recipe, origin, machine and device."""
    largest = rows[rows["n_train"] == rows["n_train"].max()]
    details = [json.loads(text or "{}") for text in rows["details"]]
    first = rows.iloc[0]
    return {
        **{name: first[name] for name in ("learner", "recipe", "origin", "machine", "device")},
        **{name: largest[name].mean() for name in ("feature_seconds", "fit_seconds", "predict_seconds")},
        "images": _span(rows["n_train"]),
        "seeds": _span(rows.groupby("n_train")["seed"].nunique()),
        "parameters": _span(largest["n_parameters"]),
        "threads": _span(rows["threads"]),
        "augmentation": _said(details, "augmentation"),
        "tuning": _said(details, "tuning"),
        "epochs": _said(details, "epochs"),
        "number_type": _said(details, "dtype"),
        "implementation": _said(details, "implementation"),
    }


def _span(values: pd.Series) -> str:
    """`100 to 10,000`, or the one value."""
    low, high = int(values.min()), int(values.max())
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _said(details: list[dict[str, Any]], key: str) -> str:
    """Everything the rows say under this key, or a dash; numbers as a span."""
    found = [detail[key] for detail in details if detail.get(key) is not None]
    if found and all(isinstance(value, int | float) for value in found):
        return _span(pd.Series(found))
    return ", ".join(sorted({str(value) for value in found})) or "–"
