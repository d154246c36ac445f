"""Rows whose learner has its own settings, kept apart from rows of the unchanged recipe."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

RACE = "race"
"""The recipe of rows that are races."""
CHANGED = "changed_images"
"""The setting of rows whose models are also tested on changed images, which does not change the models."""
TRAINED_ON = "trained_on"
"""The setting of rows whose training images had a change."""


def settings_of(text: str) -> dict[str, Any]:
    """The settings in a row's column `settings`, which is JSON."""
    return dict(json.loads(text or "{}"))


def with_settings(rows: pd.DataFrame, settings: Mapping[str, Any]) -> pd.DataFrame:
    """The rows measured with exactly these settings."""
    alike = [text for text in rows["settings"].unique() if settings_of(text) == dict(settings)]
    return rows[rows["settings"].isin(alike)]


def under_changes(rows: pd.DataFrame) -> pd.Series:
    """Which rows are of models that were also tested on changed images."""
    return rows["settings"].isin([text for text in rows["settings"].unique() if CHANGED in settings_of(text)])


def without_settings(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of unchanged recipes, from which curves of data size and estimates of time are made."""
    return with_settings(rows, {})
