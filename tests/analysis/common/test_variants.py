"""Rows with settings stand apart from those without."""

import pandas as pd

from analysis.common.variants import settings_of, with_settings, without_settings

ROWS = pd.DataFrame({"settings": ["{}", '{"only": "hog"}', "[]", '{"C": 1.0, "only": "hog"}', "", '{"only": "gabor"}']})


def test_no_settings_are_written_in_several_ways():
    """An empty object, an empty list, and nothing mean the same."""
    for text in ["{}", "[]", ""]:
        assert settings_of(text) == {}


def test_plain_rows_have_no_settings_at_all():
    """They belong to learners with an unchanged recipe."""
    assert without_settings(ROWS).index.tolist() == [0, 2, 4]


def test_settings_must_agree_exactly():
    """One more setting makes another learner."""
    assert with_settings(ROWS, {"only": "hog"}).index.tolist() == [1]
    assert with_settings(ROWS, {"only": "hog", "C": 1.0}).index.tolist() == [3]
    assert with_settings(ROWS, {"without": "hog"}).empty


def test_no_rows_are_no_rows():
    """An empty table stays one, with its columns."""
    assert without_settings(ROWS[:0]).columns.tolist() == ["settings"]
