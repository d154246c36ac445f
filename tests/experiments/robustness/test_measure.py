"""A model is trained once and asked about every changed test set; what a file holds is not measured again."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

import catalogue
import experiments.__main__ as command_line
from catalogue.images.changes import CHANGES
from experiments.robustness import measure
from experiments.robustness.measure import right_under, robustness, unchanged
from experiments.robustness.row import Robustness, add
from experiments.run import train
from experiments.spec import Experiment, Stopped
from settings import ROOT

pytestmark = pytest.mark.slow

ASKED = [Experiment("digits", "majority", 20, seed) for seed in range(2)]
COMMAND = ["robustness", "--dataset", "digits", "--learner", "majority", "--n-train", "20", "--seeds", "2", "--json"]


@pytest.fixture
def few(monkeypatch):
    """Only one change, so that nobody waits."""
    monkeypatch.setattr(measure, "CHANGES", {"shift": CHANGES["shift"]})


@pytest.mark.parametrize("learner", ["svm", "cnn"])
def test_the_row_counts_what_the_same_model_gets_right(few, learner):
    """Unchanged it is the accuracy of the ordinary row, and an amount of zero gives the same images right."""
    asked = Experiment("digits", learner, 50)
    row = robustness(asked)
    result, model = train(asked)
    images = catalogue.load("digits")
    at_rest = right_under(model, images, CHANGES["shift"], 0)

    assert row.n_right / row.n_test == result.accuracy
    assert np.array_equal(at_rest, unchanged(result))
    for place, amount in enumerate(row.amounts["shift"]):
        now = right_under(model, images, CHANGES["shift"], amount)
        assert row.n_right - row.lost["shift"][place] + row.won["shift"][place] == now.sum()
    lost = (np.sum(row.lost["shift"]) - np.sum(row.won["shift"])) / row.n_test / 5
    assert row.mean_lost == pytest.approx(lost)
    assert row.lost["shift"][-1] > row.lost["shift"][0]


def test_changes_of_colour_are_left_out_for_grey_images():
    """They would lose nothing there, and make every mean look better."""
    grey = {change.name for change in measure.changes_of(catalogue.load("digits"))}

    assert set(CHANGES) - grey == {"hue", "grey"}
    assert [change.name for change in measure.changes_of(catalogue.load("shapes"))] == list(CHANGES)


def test_it_stops_on_request(few):
    """Between two changed test sets too."""
    calls = iter([False, False, True])
    with pytest.raises(Stopped):
        robustness(ASKED[0], stop=lambda: next(calls))


def test_what_the_file_holds_is_not_measured_again(few, tmp_path, monkeypatch):
    """Each row is in the file before it is given out, and a second call trains nothing."""
    path = tmp_path / "rows" / "here.jsonl"
    found = []
    for row in measure.rows(ASKED, path):
        found.append(row)
        assert Robustness.read(path) == found
    monkeypatch.setattr(measure, "robustness", None)

    assert list(measure.rows(ASKED, path)) == found


def test_half_a_line_of_a_killed_process_spoils_no_other(few, tmp_path):
    """The next row gets a line of its own."""
    path = tmp_path / "here.jsonl"
    row = robustness(ASKED[0])
    path.write_text(row.to_json() + "\n" + row.to_json()[:100])
    add(path, row)

    assert Robustness.read(path) == [row, row]
    assert path.read_bytes().endswith(b"}\n")


def test_the_command_prints_a_row_a_line(few, capsys, home):
    """Of every model that was asked for, and the second time the same ones."""
    for _ in range(2):
        command_line.app(COMMAND, standalone_mode=False)
        rows = [Robustness.from_json(line) for line in capsys.readouterr().out.splitlines()]
        assert [(row.seed, row.n_train, list(row.amounts)) for row in rows] == [(0, 20, ["shift"]), (1, 20, ["shift"])]
    assert len(Robustness.read(home / "robustness" / "here.jsonl")) == 2


def test_a_killed_command_has_kept_its_rows(tmp_path):
    """Killed after its first row, it leaves that row, and the next run goes on behind it."""
    path = tmp_path / "rows.jsonl"
    command = [sys.executable, "-m", "experiments", *COMMAND, "--output", str(path)]
    running = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 200
    while not Robustness.read(path) and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    first = Robustness.read(path)
    again = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True)

    assert [row.seed for row in first] in ([0], [0, 1])
    assert [json.loads(line)["seed"] for line in again.stdout.splitlines()] == [0, 1]
    assert Robustness.read(path)[: len(first)] == first
