"""Recording a machine that has few libraries: a rehearsal, a kill in the middle, and requests that cannot be met."""

import json
import re
import time

import pytest

from experiments.recording.files import Files
from settings import ROOT
from tests.experiments.recording.minimal import TINY, allowed, finish, start
from timing.__main__ import main

pytestmark = pytest.mark.slow


def test_the_machine_lacks_what_the_app_needs():
    """The rehearsals below mean something only if these are refused."""
    assert set(allowed()).isdisjoint(
        {"streamlit", "distributed", "sqlalchemy", "typer", "tqdm", "psutil", "pandas", "platformdirs"}
    )
    assert {"torch", "sklearn", "skimage", "numba", "scipy", "numpy"} <= set(allowed())


def test_a_rehearsal_on_a_processor_takes_its_minutes(tmp_path):
    """With few libraries, the most valuable rows are recorded within the minutes, and all else is named with a why."""
    asked = "--name", "one-rehearsal", "--device", "cpu", "--minutes", "0.4", "--output", tmp_path
    status, stdout, stderr = finish(start(*asked))
    rows = Files("one-rehearsal", tmp_path).timed()

    assert status == 0, stderr
    assert "Traceback" not in stderr
    assert {"copy", "matrix_product"} <= {row.operation for row in rows}
    assert all(row.machine and row.versions["torch"] and row.measured_at for row in rows)
    # How long the last group takes depends on the machine; none may begin that does not fit into what is left.
    begun = re.findall(r"\[\d+/\d+\] .*: about (\d+) s, of (\d+) s left", stderr)
    assert begun
    assert all(int(forecast) <= int(left) <= 24 for forecast, left in begun)
    n_steps = int(re.search(r"\[1/(\d+)\]", stderr)[1])
    assert stdout.count("Not recorded: ") + stderr.count(" rows (") + stderr.count(" row (") == n_steps
    assert f"{tmp_path}/timing/one-rehearsal.jsonl" in stdout


@pytest.mark.timeout(600)
def test_a_kill_loses_nothing_and_the_same_command_goes_on(tmp_path):
    """What was recorded before the kill is there after it, is not measured again, and the rest follows."""
    files = Files("killed", tmp_path)
    asked = "--name", "killed", "--device", "cpu", "--minutes", "60", "--output", tmp_path
    first = start(*asked, plan=TINY)
    while first.poll() is None and not files.results.exists():
        time.sleep(0.02)
    first.kill()
    finish(first)
    timed, measured = files.timings.read_text(), files.results.read_text()
    status, stdout, stderr = finish(start(*asked, plan=TINY))

    assert status == 0, stderr
    assert measured.count("\n") < files.results.read_text().count("\n")
    assert files.timings.read_text().startswith(timed)
    assert files.results.read_text().startswith(measured)
    assert [path.name for path in tmp_path.rglob("*.partial")] in ([], ["killed.jsonl.partial"])
    assert len({row.what for row in files.timed()}) == len(files.timed())
    ids = [result.id for result in files.measured()]
    assert len(set(ids)) == len(ids)
    learned = {(one.experiment.learner, one.experiment.recipe) for one in files.measured()}
    assert learned == {("cnn", "quick"), ("cnn", "thorough"), ("svm", "quick"), ("cnn", "race"), ("svm", "race")}
    assert "copies on cpu" not in stderr
    assert stdout.count("Not recorded: ") == 1  # the recipe for CIFAR-10, which is not there


def refused(*arguments):
    """The exit status of the command, in this process."""
    with pytest.raises(SystemExit) as end:
        main(["record", *arguments])
    return end.value.code


@pytest.mark.parametrize(("arguments", "words"), [
    (["--name", "../up"], "letters, digits and hyphens"),
    (["--name", "live"], "reserved"),
    (["--name", "x", "--minutes", "nan"], "above 0 and at most 600"),
    (["--name", "x", "--minutes", "many"], "above 0 and at most 600"),
    (["--name", "x", "--device", "abacus"], "no device 'abacus' on this machine; cpu"),
    ([], "--name"),
])  # fmt: skip
def test_a_request_that_cannot_be_met_is_one_sentence(capsys, tmp_path, arguments, words):
    """Status 2, one line, nothing written."""
    status = refused("--output", str(tmp_path), *arguments)
    stdout, stderr = capsys.readouterr()

    assert (status, stdout, len(stderr.splitlines())) == (2, "", 1)
    assert words in stderr
    assert list(tmp_path.iterdir()) == []


def test_another_machines_rows_are_not_added_to(capsys, tmp_path):
    """A file is of one machine: rows of another get a name of their own."""
    files = Files("taken", tmp_path)
    files.timings.parent.mkdir()
    shipped = next(iter((ROOT / "recorded" / "timing").glob("*.jsonl"))).read_text().splitlines()[0]
    files.timings.write_text(json.dumps({**json.loads(shipped), "machine": "Elsewhere, 1 cores"}) + "\n")
    status = refused("--output", str(tmp_path), "--name", "taken", "--device", "cpu")

    assert status == 2
    assert "another machine, Elsewhere" in capsys.readouterr().err
