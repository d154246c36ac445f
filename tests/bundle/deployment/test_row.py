"""Rows of models at work: as lines of JSON and back, and read from files."""

import json
from dataclasses import replace

import pytest

from bundle.deployment.row import RECORDED, Deployed, here, keep, read

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
    assert "\n" not in ROW.to_json()
    assert Deployed.from_json(ROW.to_json()) == ROW


def test_half_a_row_is_refused():
    """A line that was cut off, or holds something else, is not a row."""
    for line in ["", "[]", "{}", ROW.to_json()[:-1], '{"dataset": "digits"}']:
        with pytest.raises(ValueError, match="not a whole Deployed"):
            Deployed.from_json(line)


def test_rows_of_another_protocol_are_refused():
    """What was timed differently is not compared."""
    with pytest.raises(ValueError, match="under protocol 2, not 1"):
        Deployed.from_json(json.dumps({**json.loads(ROW.to_json()), "protocol": Deployed.PROTOCOL + 1}))


def test_a_later_row_of_the_same_replaces_the_earlier_one(home):
    """A row of another format, or with another number of threads, stays."""
    later, other = replace(ROW, latency_p50=9.0, measured_at="2026-11-23"), replace(ROW, threads=1)
    for row in (ROW, other, later):
        keep(row)

    assert [row for _, row in read(here())] == [later, other]


def test_a_file_cut_short_keeps_its_whole_lines(tmp_path):
    """Each row comes with its file's name; what is not a row is left out, and a missing folder has no rows."""
    (tmp_path / "b.jsonl").write_text(f"{ROW.to_json()}\n{replace(ROW, threads=1).to_json()[:40]}")
    (tmp_path / "a.jsonl").write_text(ROW.to_json())

    assert [*read(tmp_path)] == [("a", ROW), ("b", ROW)]
    assert [*read(tmp_path / "nowhere")] == []


def test_rows_of_the_version_before_are_read(home):
    """Their speed has its former name, `pictures_per_second`."""
    here().mkdir(parents=True)
    before = ROW.to_json().replace("images_per_second", "pictures_per_second")
    (here() / "rows.jsonl").write_text(f"{before}\n")

    assert "pictures_per_second" in before
    assert [*read(here())] == [("rows", ROW)]


def test_every_recorded_line_is_a_whole_row():
    """Every line that is shipped can be read."""
    for path in RECORDED.glob("*.jsonl"):
        assert len(Deployed.read(path)) == len(path.read_text(encoding="utf-8").splitlines()) > 0
