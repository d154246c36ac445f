"""Of several recordings one is shown in charts of accuracy."""

import pandas as pd

from analysis.common.machine import one_recording


def test_the_recording_with_the_most_rows_is_shown_beside_what_was_measured_here():
    """Whatever it is called; a single recording, and no rows at all, stay as they are."""
    rows = pd.DataFrame({"origin": ["live", "a", "b", "b", "live"]}, index=[0, 0, 1, 1, 2])

    assert one_recording(rows)["origin"].tolist() == ["live", "b", "b", "live"]
    assert one_recording(rows[:2]).equals(rows[:2])
    assert one_recording(rows[:0]).empty
