"""Rows of models at work: as lines of JSON and back, and read from files."""

import json
from dataclasses import replace

import pytest

from bundle.deployment.row import PROTOCOL, Deployed, from_json, here, keep, read, to_json

ROW = Deployed(
    dataset="digits",
    data_version="1",
    learner="cnn",
    recipe="quick",
    n_train=400,
    seed=0,
    library="onnxruntime",
    n_bytes=1000,
    latency_p50=0.001,
    latency_p95=0.002,
    images_per_second=2000.0,
    batch_size=256,
    accuracy=0.9,
    n_test=1500,
    threads=2,
    device="cpu",
    machine="a machine",
    versions={"onnxruntime": "1"},
    commit="abc",
    measured_at="2026-11-22T10:00:00+00:00",
)


def test_a_row_is_read_as_it_was_written():
    """One line holds everything."""
    assert "\n" not in to_json(ROW)
    assert from_json(to_json(ROW)) == ROW


@pytest.mark.parametrize("line", ["", "[]", "{}", to_json(ROW)[:-1], '{"dataset": "digits"}'])
def test_half_a_row_is_refused(line):
    """A line that was cut off, or is of something else, is no row."""
    with pytest.raises(ValueError, match="no whole Deployed"):
        from_json(line)


def test_rows_of_another_protocol_are_refused():
    """What was timed otherwise is not compared."""
    with pytest.raises(ValueError, match="another protocol"):
        from_json(json.dumps({**json.loads(to_json(ROW)), "protocol": PROTOCOL + 1}))


def test_a_later_row_takes_the_place_of_an_earlier_one_of_the_same(home):
    """Only what was measured anew: another way, or another number of threads, stays."""
    later, other = replace(ROW, latency_p50=9.0, measured_at="2026-11-23"), replace(ROW, threads=1)
    for row in (ROW, other, later):
        keep(row)

    assert [row for _, row in read(here())] == [later, other]


def test_a_file_cut_short_keeps_its_whole_lines(tmp_path):
    """Each row comes with its file's name; what is no row is left out, and so is a folder that is not there."""
    (tmp_path / "b.jsonl").write_text(f"{to_json(ROW)}\n{to_json(replace(ROW, threads=1))[:40]}")
    (tmp_path / "a.jsonl").write_text(to_json(ROW))

    assert [*read(tmp_path)] == [("a", ROW), ("b", ROW)]
    assert [*read(tmp_path / "nowhere")] == []
