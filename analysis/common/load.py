"""How busy other programs kept the machine while rows were measured, and what a sentence about seconds says of it."""

import json

import pandas as pd

from analysis.common.wording import figures

BUSY = 0.25
"""If other programs kept at least this many cores busy, seconds are said to come from a busy machine."""


def other_cores(rows: pd.DataFrame) -> pd.Series:
    """For each row, the cores that other programs kept busy meanwhile, on average; NaN where it does not say."""
    found = [json.loads(text or "{}").get("other_cores") for text in rows["details"].tolist()]
    return pd.Series(found, rows.index, dtype=float)


def load_note(cores: pd.Series) -> str:
    """A short sentence to follow sentences about seconds; empty if the machine was quiet."""
    if (cores >= BUSY).any():
        return "Some of the times were measured on a busy machine."
    return "The times may be from a busy machine." if cores.isna().any() else ""


def load_caption(cores: pd.Series) -> str:
    """What a caption says of the machine; empty if it was quiet."""
    if (cores >= BUSY).any():
        most = figures(float(cores.max()))
        return f"Other work kept up to {most} cores busy meanwhile: a quiet machine may need less time."
    if cores.isna().any():
        return "How busy the machine was is not recorded: a quiet machine may need less time."
    return ""
