"""A row as a line of JSON, and back."""

import json
from dataclasses import replace

import pytest

from timing.rows.row import Timing

ROW = Timing(
    operation="matrix_product",
    size=256,
    device="cpu",
    dtype="float32",
    channels_last=False,
    compiled=False,
    library="torch",
    threads=2,
    median_seconds=0.5,
    low_seconds=0.25,
    high_seconds=1.0,
    n_repeats=7,
    n_calls=1,
    flop=2.0 * 256**3,
    n_bytes=3.0 * 256**2 * 4,
    machine="a machine",
    versions={"python": "3"},
    commit="abc",
    measured_at="2026-01-01T00:00:00+00:00",
    parts={"warm_up": 2.0, "compute": 0.5},
)


@pytest.mark.parametrize("row", [ROW, replace(ROW, flop=None, n_bytes=None)])
def test_a_row_is_read_as_it_was_written(row):
    """One line holds everything, also what is unknown."""
    line = row.to_json()

    assert "\n" not in line
    assert Timing.from_json(line) == row


def test_half_a_row_is_refused():
    """A line that was cut off, or holds something else, is not a row."""
    for line in ["", "[]", "{}", ROW.to_json()[:-1], '{"operation": "copy"}']:
        with pytest.raises(ValueError, match="not a whole Timing"):
            Timing.from_json(line)


def test_rows_of_another_protocol_are_refused():
    """What was timed differently is not compared."""
    line = json.dumps({**json.loads(ROW.to_json()), "protocol": Timing.PROTOCOL + 1})

    with pytest.raises(ValueError, match="under protocol 5, not 4"):
        Timing.from_json(line)


def test_what_was_measured_is_the_same_at_another_time():
    """Rows of two runs are matched by what they measured, not by the results."""
    assert replace(ROW, median_seconds=9.0, commit="def", n_calls=3).what == ROW.what
    assert replace(ROW, threads=1).what != ROW.what
