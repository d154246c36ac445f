"""Rows of times are read from files, whole lines only."""

from dataclasses import replace

import pytest

from tests.timing.rows.test_row import ROW
from timing.rows.files import RECORDED, here, read
from timing.rows.row import Timing


def write(folder, name, *rows, end=""):
    """A file of these rows, and perhaps something after them."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{row.to_json()}\n" for row in rows)
    (folder / name).write_text(text + end, encoding="utf-8")


def test_what_is_measured_here_lies_in_the_home(home):
    """A folder that does not exist has no rows."""
    assert here() == home / "timing"
    assert read(here()) == []


def test_files_are_read_in_the_order_of_their_names(tmp_path):
    """Other files are left alone."""
    write(tmp_path, "b.jsonl", replace(ROW, size=2))
    write(tmp_path, "a.jsonl", replace(ROW, size=1))
    write(tmp_path, "c.txt", replace(ROW, size=3))

    assert [row.size for row in read(tmp_path)] == [1, 2]


def test_a_later_row_of_the_same_replaces_the_earlier_one(tmp_path):
    """Of the same work on the same machine, the newest row counts; another machine's row stays."""
    write(tmp_path, "a.jsonl", ROW, replace(ROW, machine="another"))
    write(tmp_path, "b.jsonl", replace(ROW, median_seconds=9.0))

    assert [(row.machine, row.median_seconds) for row in read(tmp_path)] == [("a machine", 9.0), ("another", 0.5)]


@pytest.mark.parametrize("end", [ROW.to_json()[:-5], "{}\n", '{"protocol": 99}\n', "\xff\n"])
def test_what_is_no_whole_row_is_left_out(tmp_path, end):
    """A line that is still being written, or holds something else, does not harm the others."""
    write(tmp_path, "a.jsonl", replace(ROW, size=1), replace(ROW, size=2), end=end)

    assert [row.size for row in Timing.read(tmp_path / "a.jsonl")] == [1, 2]


def test_a_file_that_was_just_renamed_has_no_rows(tmp_path):
    """A run may end between the listing of the folder and the reading of a file."""
    assert Timing.read(tmp_path / "here-1.partial.jsonl") == []


def test_rows_of_another_protocol_are_left_out(tmp_path):
    """What was timed differently is not compared."""
    write(tmp_path, "a.jsonl", end=ROW.to_json().replace('"protocol": ', '"protocol": 9') + "\n")

    assert read(tmp_path) == []


def test_every_recorded_line_is_a_whole_row():
    """Every line that is shipped can be read."""
    for path in RECORDED.glob("*.jsonl"):
        assert len(Timing.read(path)) == len(path.read_text(encoding="utf-8").splitlines())
