"""A model is trained once and asked about every changed test set; what a file holds is not measured again."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

import catalogue
import experiments.__main__ as command_line
from catalogue.images.changes import CHANGES
from experiments.robustness import measure
from experiments.robustness.measure import right_unchanged, right_under, robustness, run_under_changes
from experiments.robustness.row import RECORDED, UNDER_CHANGES, Robustness, add, row_of, under_changes
from experiments.run import train
from experiments.spec import Experiment, Stopped
from experiments.store.results import Store
from settings import ROOT
from tests.experiments.killing import HERE, kill_command, until

pytestmark = pytest.mark.slow

ASKED = [Experiment("digits", "majority", 20, seed) for seed in range(2)]
COMMAND = ["robustness", "--dataset", "digits", "--learner", "majority", "--n-train", "20", "--seeds", "2", "--json"]


@pytest.fixture
def few(monkeypatch):
    """Only one change, so that nobody waits."""
    monkeypatch.setattr(measure, "CHANGES", {"shift": CHANGES["shift"]})


@pytest.mark.parametrize("learner", ["svm", "cnn", "pretrained"])
def test_the_row_counts_what_the_same_model_gets_right(few, learner, monkeypatch):
    """Unchanged it is the accuracy of the ordinary row, and an amount of zero gives the same images right."""
    whole = catalogue.load("digits")
    images = replace(whole, X_test=whole.X_test[:60], y_test=whole.y_test[:60], version="small")
    monkeypatch.setattr(catalogue, "load", lambda _name: images)
    asked = Experiment("digits", learner, 50, data_version="small")
    row = robustness(asked)
    result, model = train(asked)
    at_rest = right_under(model, images, CHANGES["shift"], 0)

    assert row.n_right / row.n_test == result.accuracy
    assert np.array_equal(at_rest, right_unchanged(result))
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
        robustness(ASKED[0], should_stop=lambda: next(calls))


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


def test_an_experiment_under_changes_is_another_one_with_the_same_row(few):
    """It trains the same model: what the ordinary experiment measured stays measured, and both commands agree."""
    result = run_under_changes(under_changes(ASKED[0]))
    counts = ("id", "n_right", "amounts", "lost", "won", "mean_lost", "variance")

    assert result.id != ASKED[0].id
    assert round(result.predict_seconds, 3) >= result.details["changed_images"]["seconds"] > 0
    assert [getattr(row_of(result), one) for one in counts] == [getattr(robustness(ASKED[0]), one) for one in counts]


def test_what_is_done_of_a_model_is_told_by_its_seconds(few):
    """It only grows, and the notes name the change; a tenth is for training, whatever that reports."""
    told = []
    run_under_changes(under_changes(Experiment("digits", "cnn", 50)), told.append)
    training = [one.fraction for one in told if "epoch" in one.note]
    changing = [one.fraction for one in told if one.note.startswith("shift")]

    assert training == sorted(training)
    assert max(training) <= 0.1 <= changing[0]
    assert changing[-1] > 0.5


@pytest.mark.parametrize("kept", [[], ["--output", "rows.jsonl"]])
def test_the_command_prints_a_row_a_line(few, capsys, kept, tmp_path, monkeypatch):
    """Of every model that was asked for, and the second time the same ones, from the queue or into a file."""
    monkeypatch.chdir(tmp_path)
    printed = []
    for _ in range(2):
        command_line.app([*COMMAND, "--engine", "inline", *kept], standalone_mode=False)
        printed.append(capsys.readouterr().out.splitlines())
    rows = [Robustness.from_json(line) for line in printed[0]]

    assert [(row.seed, row.n_train, list(row.amounts)) for row in rows] == [(0, 20, ["shift"]), (1, 20, ["shift"])]
    assert printed[0] == printed[1]


def test_a_killed_command_has_kept_its_rows(tmp_path):
    """Killed after its first row, it leaves that row, and the next run goes on behind it."""
    path = tmp_path / "rows.jsonl"
    command = [sys.executable, "-m", "experiments", *COMMAND, "--output", str(path)]
    running = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: Robustness.read(path))
    kill_command(running)
    first = Robustness.read(path)
    again = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True)

    assert [row.seed for row in first] in ([0], [0, 1])
    assert [json.loads(line)["seed"] for line in again.stdout.splitlines()] == [0, 1]
    assert Robustness.read(path)[: len(first)] == first


def test_rows_of_several_writers_go_through_a_link_and_heal_a_cut_line(tmp_path):
    """Each row is added, none is replaced, and what a killed process left of a line stays a line of its own."""
    (row, *_) = Robustness.read(next(RECORDED.glob("*.jsonl")))
    target, link = tmp_path / "rows.jsonl", tmp_path / "link.jsonl"
    target.write_text('{"cut')
    link.symlink_to(target)
    with ThreadPoolExecutor(4) as writers:
        list(writers.map(lambda seed: add(link, replace(row, seed=seed)), range(40)))

    assert link.is_symlink()
    assert sorted(one.seed for one in Robustness.read(target)) == list(range(40))


def test_a_killed_server_loses_no_row_of_the_queue_and_repeats_none(home, setting):
    """Its workers end with it; the next one measures what is missing, and leaves the first row as it was."""
    setting("workers", 1)
    store = Store(f"sqlite:///{home / 'results.sqlite'}")
    command = [sys.executable, "-m", "experiments", *COMMAND]
    running = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    first = until_measured(store, running)
    kill_command(running)
    again = subprocess.run([*command, *HERE], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True)
    found = store.results(settings=UNDER_CHANGES)
    store.close()

    assert [row.seed for row in first] == [0]
    assert [json.loads(line)["seed"] for line in again.stdout.splitlines()] == [0, 1]
    assert [row_of(one) for one in found][:1] == first
    assert len(found) == 2


def until_measured(store, running):
    """The first row in the store of a running command."""
    return [row_of(one) for one in until(lambda: store.results(settings=UNDER_CHANGES) or running.poll())]
