"""`python -m experiments` as a person or a script calls it: a real process with a home of its own."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from filelock import FileLock

from experiments import __main__ as command_line
from experiments.store.results import RECORDED, Store
from settings import ROOT
from tests.experiments.engine.test_dispatch import until
from timing.background.run import LOCK

pytestmark = pytest.mark.slow  # a process a test

PROMISED = {
    *("id", "dataset", "learner", "n_train", "seed", "device", "accuracy", "n_test"),
    *("feature_seconds", "fit_seconds", "predict_seconds", "n_parameters", "model_bytes"),
    *("machine", "threads", "versions", "commit", "measured_at"),
}
QUICK = ("run", "--dataset", "digits", "--engine", "inline", "--device", "cpu", "--json")
FLOOR = (*QUICK, "--learner", "majority", "--n-train", "50")
BOTH = (*FLOOR, "--learner", "svm")

# A shell's background job ignores Ctrl-C, and so would what it starts.
INTERRUPTIBLE = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("experiments", run_name="__main__")
"""


@pytest.fixture(scope="module")
def one_home(tmp_path_factory):
    """A home that the tests of this file share; empty at first."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def command(one_home):
    """Runs a command in that home, with nothing of the caller's settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CROSSOVER_")}

    def command(*arguments, **settings):
        environment = {**inherited, "CROSSOVER_HOME": str(one_home), **settings}
        line = [sys.executable, "-m", "experiments", *map(str, arguments)]
        return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=890)

    return command


@pytest.fixture(scope="module")
def measured(command):
    """What the first run of two learners answered."""
    return command(*BOTH)


@pytest.fixture
def main(monkeypatch, capsys):
    """Runs a command in this process, in the test's own home: status, stdout and stderr."""

    def main(*arguments):
        monkeypatch.setattr(sys, "argv", ["experiments", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            command_line.main()
        return end.value.code, *capsys.readouterr()

    return main


@pytest.fixture
def again(main, setting, one_home):
    """Runs a command in this process, in the home of this file: what it answered, as of a process."""

    def again(*arguments):
        setting("home", one_home)
        code, out, err = main(*arguments)
        return subprocess.CompletedProcess(arguments, code or 0, out, err)

    return again


def rows(answer):
    """The printed lines, each as an object; anything else on stdout is an error."""
    return [json.loads(line) for line in answer.stdout.splitlines()]


def test_a_run_prints_a_result_a_line(measured):
    """Stdout has the results and nothing else, each with all the promised keys; progress went to stderr."""
    found = rows(measured)

    assert measured.returncode == 0
    assert {row["learner"] for row in found} == {"majority", "svm"}
    assert len(found) == 2
    assert [PROMISED - set(row) for row in found] == [set(), set()]
    assert "experiment" in measured.stderr


def test_what_is_printed_was_measured(measured):
    """One image of ten is of the commonest class; fifty images are enough for most digits."""
    by_learner = {row["learner"]: row for row in rows(measured)}

    assert by_learner["majority"]["accuracy"] == 0.1
    assert by_learner["svm"]["accuracy"] > 0.5
    assert {(row["n_train"], row["n_test"], row["seed"]) for row in by_learner.values()} == {(50, 1_500, 0)}
    assert by_learner["svm"]["feature_seconds"] > 0 == by_learner["majority"]["feature_seconds"]


def test_what_is_measured_is_not_measured_again(again, measured):
    """The second run prints the first one's rows, to the last digit of the seconds."""
    answer = again(*BOTH)

    assert answer.returncode == 0
    assert sorted(answer.stdout.splitlines()) == sorted(measured.stdout.splitlines())


def test_without_json_a_result_is_a_sentence(again, measured):
    """For people: learner, size, accuracy in percent, seconds."""
    answer = again(*[word for word in FLOOR if word != "--json"])

    assert answer.returncode == 0
    assert answer.stdout.startswith("digits majority quick n=50 seed=0: 10.0 % of 1500 test images in ")


WRONG = [
    ((*QUICK[:2], "digit", *QUICK[3:], "--learner", "majority", "--n-train", "50"), ["'digit'", "digits"]),
    ((*QUICK, "--learner", "svn", "--n-train", "50"), ["'svn'", "svm", "cnn"]),
    ((*FLOOR, "--recipe", "slow"), ["'slow'", "quick", "thorough"]),
    ((*FLOOR, "--device", "gpu"), ["'gpu'", "cpu", "cuda"]),
    ((*QUICK, "--learner", "majority", "--n-train", "5"), ["10", "3500", "not 5"]),
    ((*QUICK, "--learner", "majority", "--n-train", "99999"), ["10", "3500", "not 99999"]),
    ((*QUICK, "--learner", "majority", "--n-train", "10.5"), ["whole number", "'10.5'"]),
    ((*FLOOR, "--seeds", "0"), ["seeds", "from 1 to 1,000"]),
    ((*BOTH, "--set", "svm.colour=1"), ["'svm'", "colour"]),
    ((*BOTH, "--set", "svm.C=0"), ["'C'", "0"]),
    ((*FLOOR, "--set", "C=1"), ["learner.name=value", "'C=1'"]),
    ((*FLOOR, "--set", "majority.x=1"), ["'majority'", "x"]),
    ((*FLOOR, "--engine", "remote"), ["'remote'", "local", "inline"]),
    ((*FLOOR, "--colour"), ["--colour"]),
    (("run", "--dataset", "digits"), ["--learner"]),
    (("measure",), ["measure"]),
    (("race", "--dataset", "digits", "--budget", "601"), ["1", "600", "not 601"]),
    (("race", "--dataset", "digits", "--learner", "majority"), ["'majority'", "svm, cnn, pretrained"]),
    ((*FLOOR, "--recipe", "race"), ["'race'", "quick", "thorough"]),
    (("export", "--format", "xml"), ["xml", "csv", "parquet", "jsonl"]),
]
"""Arguments, and the words that the sentence about them has."""


def test_wrong_input_is_one_line_and_status_2(main):
    """Exactly one line on stderr, which says what is wrong and what would be right, and nothing on stdout."""
    for arguments, words in WRONG:
        code, out, err = main(*arguments)

        assert (code, out, len(err.splitlines())) == (2, "", 1), (arguments, err)
        assert [word for word in words if word not in err] == [], err


def test_wrong_input_ends_the_process_with_status_2(command):
    """As a shell sees it."""
    answer = command(*WRONG[-1][0])

    assert (answer.returncode, answer.stdout, len(answer.stderr.splitlines())) == (2, "", 1)


def test_nothing_is_measured_while_this_machine_is_timed(main, home):
    """Both would be slower, and the row stays for good: the experiment waits until its budget is over."""
    (home / "timing").mkdir(parents=True)
    asked = ("run", "--dataset", "digits", "--learner", "majority", "--n-train", "50", "--engine", "inline")
    with FileLock(home / "timing" / LOCK):
        code, out, err = main(*asked, "--budget-seconds", "1")

    assert (code, out) == (1, "")
    assert "not measured within the budget of seconds." in err


def test_the_data_sets_are_listed(again):
    """One object a line, the embedded ones among them, available at once."""
    found = {entry["name"]: entry for entry in rows(again("datasets", "--json"))}

    assert {"digits", "textures", "shapes"} <= set(found)
    assert found["digits"]["n_train"] == 3_500
    assert found["digits"]["available"] is True


def test_rows_are_exported_as_csv(again, measured):
    """A header and a row per result, equal to what the run printed."""
    answer = again("export", "--format", "csv")
    table = {row["id"]: row for row in csv.DictReader(io.StringIO(answer.stdout))}

    assert answer.returncode == 0
    assert {row["id"]: row["accuracy"] for row in rows(measured)} == {
        id: float(row["accuracy"]) for id, row in table.items()
    }


def test_rows_are_exported_whole_as_jsonl(again, measured, tmp_path):
    """With every single answer, as recorded/ ships them, to a file as well as to stdout."""
    answer = again("export", "--format", "jsonl")
    again("export", "--format", "jsonl", "--output", tmp_path / "rows.jsonl")

    assert {row["id"] for row in rows(answer)} == {row["id"] for row in rows(measured)}
    assert all(row["predictions"] and row["correct"] for row in rows(answer))
    assert (tmp_path / "rows.jsonl").read_text() == answer.stdout


def test_shipped_rows_are_exported_from_an_empty_home(main):
    """No page need have been opened: each line of the shipped file is a row."""
    shipped = RECORDED / "two-core-epyc.jsonl"
    if not shipped.exists():
        pytest.skip("nothing is shipped under recorded/ yet")
    _, out, _ = main("export", "--format", "jsonl", "--origin", shipped.stem)

    assert {json.loads(line)["id"] for line in out.splitlines()} == {
        json.loads(line)["id"] for line in shipped.read_text().splitlines()
    }


def test_a_place_that_cannot_be_used_is_one_line_and_status_2(main, setting, tmp_path):
    """A missing folder, a home that cannot be written, a database that does not open: no traceback."""
    nowhere = f"{__file__}/home"
    for output, settings, words in [
        ("missing/dir/x.csv", {}, ["missing/dir"]),
        ("missing/dir/x.jsonl", {}, ["missing/dir/x.jsonl cannot be used"]),
        ("x.csv", {"home": nowhere}, [f"{nowhere} cannot be used"]),
        ("x.csv", {"database_url": "nonsense"}, ["CROSSOVER_DATABASE_URL", "sqlite:///"]),
        ("x.csv", {"database_url": "sqlite:////proc/x.sqlite"}, ["CROSSOVER_DATABASE_URL", "unable to open"]),
    ]:
        for name, value in settings.items():
            setting(name, value)
        code, out, err = main("export", "--format", Path(output).suffix[1:], "--output", tmp_path / output)

        assert (code, out, len(err.splitlines())) == (2, "", 1), err
        assert [word for word in words if word not in err] == []


def test_an_export_of_another_data_set_is_empty(again, measured):
    """Nothing measured is nothing printed, and no error."""
    answer = again("export", "--format", "jsonl", "--dataset", "shapes")

    assert (answer.returncode, answer.stdout) == (0, "")


def test_a_race_prints_its_steps(again):
    """A row per learner, whose details have what was tried; asked for again, it is not run again."""
    asked = ("race", "--dataset", "digits", "--budget", "1", "--engine", "inline", "--device", "cpu", "--json")
    answer = again(*asked)
    found = rows(answer)

    assert answer.returncode == 0, answer.stderr
    assert sorted(row["learner"] for row in found) == ["cnn", "svm"]
    assert [row["details"]["steps"][0]["seconds"] for row in found] == [0.0, 0.0]
    assert {(row["recipe"], row["n_train"], row["settings"]["budget_seconds"]) for row in found} == {("race", 3500, 1)}
    assert again(*asked).stdout == answer.stdout


def test_a_failure_is_told_and_the_others_are_kept(again):
    """A device that this machine lacks fails what needs it: status 1, one line for it, and the other's row."""
    answer = again(*FLOOR, "--learner", "cnn", "--device", "xpu")

    assert answer.returncode == 1
    assert [row["learner"] for row in rows(answer)] == ["majority"]
    assert "cnn on 50 images, seed 0: failed. There is no device 'xpu' on this machine" in answer.stderr


def test_a_budget_is_kept(command):
    """What is not measured when the seconds are over is given up, told, and makes the status 1."""
    endless = ("--learner", "cnn", "--n-train", "3000", "--set", "cnn.epochs=100000")
    answer = command(*QUICK, *endless, "--budget-seconds", "1", CROSSOVER_MAX_EPOCHS="100000")

    assert answer.returncode == 1
    assert answer.stdout == ""
    assert "cnn on 3000 images, seed 0: not measured within the budget of seconds." in answer.stderr


def test_ctrl_c_leaves_nothing_in_the_queue(tmp_path):
    """What runs and what waits is cancelled, since nobody is left to measure it: status 130, and a free queue."""
    store = Store(f"sqlite:///{tmp_path / 'home' / 'results.sqlite'}")
    environment = {**os.environ, "CROSSOVER_HOME": str(tmp_path / "home"), "CROSSOVER_WORKERS": "1"}
    environment["CROSSOVER_MAX_EPOCHS"] = "100000"
    endless = ("--learner", "cnn", "--n-train", "3000", "--set", "cnn.epochs=100000", "--seeds", "3")
    line = [sys.executable, "-c", INTERRUPTIBLE, "run", "--dataset", "digits", "--engine", "local", *endless]
    process = subprocess.Popen(line, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert until(lambda: (tmp_path / "home" / "results.sqlite").exists())
    running = until(lambda: sorted(store.jobs()["status"]) == ["queued", "queued", "running"])
    process.send_signal(signal.SIGINT)
    output = process.communicate(timeout=60)[0].decode()
    left = store.jobs()["status"].tolist()
    store.close()

    assert running, output
    assert process.returncode == 130, output
    assert left == ["cancelled"] * 3
    assert "Traceback" not in output


def test_the_sweep_of_the_readme(command):
    """Both learners, two sizes, two of its three seeds with the local engine: 8 rows; with 500, both above 92 %."""
    sizes = [word for size in (100, 500) for word in ("--n-train", size)]
    learners = ("--learner", "svm", "--learner", "cnn")
    answer = command("run", "--dataset", "digits", *learners, *sizes, "--seeds", 2, "--json", "--engine", "local")
    accuracies = defaultdict(list)
    for row in rows(answer):
        accuracies[row["learner"], row["n_train"]].append(row["accuracy"])

    assert answer.returncode == 0
    assert {question: len(seeds) for question, seeds in accuracies.items()} == {
        (learner, n_train): 2 for learner in ("svm", "cnn") for n_train in (100, 500)
    }
    assert min(accuracies["svm", 500]) > 0.92
    assert min(accuracies["cnn", 500]) > 0.92
