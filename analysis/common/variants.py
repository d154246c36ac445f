"""Rows whose learner was given settings of its own, kept apart from those of the recipe as it is."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd


def settings_of(text: str) -> dict[str, Any]:
    """The settings that a row's column `settings` holds as JSON."""
    return dict(json.loads(text or "{}"))


def with_settings(rows: pd.DataFrame, settings: Mapping[str, Any]) -> pd.DataFrame:
    """The rows that were measured with exactly these settings."""
    alike = [text for text in rows["settings"].unique() if settings_of(text) == dict(settings)]
    return rows[rows["settings"].isin(alike)]


def plain(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of learners as their recipe has them: what curves of data size, and forecasts of them, are made of."""
    return with_settings(rows, {})
