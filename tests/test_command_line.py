"""Every option of every command has bounds: what is outside is one sentence that says what would be right."""

import itertools
import os
import subprocess
import sys

import pytest

import bundle.__main__
import catalogue
import command_line
import experiments.__main__
import timing.command
import uploads.__main__
from settings import ROOT
from tests.uploads.delivered import drawn

UPLOADS, EXPERIMENTS, TIMING, BUNDLE = (
    one.app for one in (uploads.__main__, experiments.__main__, timing.command, bundle.__main__)
)
PREPARE = ("nowhere.zip", "--output", "prepared")
RUN = ("run", "--dataset", "digits", "--learner", "majority", "--n-train", "50")

WRONG = [
    (UPLOADS, (*PREPARE, "--side", "-5"), "from 16 to 96 pixels"),
    (UPLOADS, (*PREPARE, "--side", "4"), "from 16 to 96 pixels"),
    (UPLOADS, (*PREPARE, "--side", "97"), "from 16 to 96 pixels"),
    (UPLOADS, (*PREPARE, "--side", "big"), "--side"),
    (UPLOADS, (*PREPARE, "--sides", "64"), "--sides"),
    (UPLOADS, PREPARE[:1], "--output"),
    (EXPERIMENTS, (*RUN, "--seeds", "0"), "from 1 to 1,000"),
    (EXPERIMENTS, (*RUN, "--seeds", "99999999"), "from 1 to 1,000"),
    (EXPERIMENTS, (*RUN, "--budget-seconds", "-1"), "--budget-seconds must be from 0 to 2,592,000, not -1"),
    (EXPERIMENTS, (*RUN, "--budget-seconds", "nan"), "--budget-seconds must be from 0 to 2,592,000, not nan"),
    (EXPERIMENTS, ("race", "--dataset", "digits", "--budget", "0"), "from 1 to 600"),
    (EXPERIMENTS, ("time", "--seconds", "nan"), "--seconds must be from 0 to 3,600"),
    (TIMING, ("--seconds", "-1"), "--seconds must be from 0 to 3,600"),
    (TIMING, ("--seconds", "inf"), "--seconds must be from 0 to 3,600"),
    (TIMING, ("--seconds", "soon"), "--seconds"),
    (BUNDLE, ("--dataset", "digits", "--threads", "0"), "--threads must be from 1 to 1,024"),
    (BUNDLE, ("--dataset", "digits", "--seconds", "nan"), "--seconds must be from 0 to 3,600"),
    (BUNDLE, ("--dataset", "digits", "--n-train", "0"), "--n-train must be from 1 to"),
    (BUNDLE, (), "--dataset"),
]


def ended(capsys, app, arguments):
    """The status, stdout and stderr of a command that runs in this process."""
    with pytest.raises(SystemExit) as end:
        command_line.run(app, list(arguments), catalogue.DownloadFailed)
    return end.value.code, *capsys.readouterr()


@pytest.mark.parametrize(("app", "arguments", "words"), WRONG)
def test_wrong_input_is_one_line_and_status_2(home, tmp_path, monkeypatch, capsys, app, arguments, words):
    """It says what would be right, before anything is read, measured or written."""
    monkeypatch.chdir(tmp_path)
    code, out, err = ended(capsys, app, arguments)

    assert (code, out, len(err.splitlines())) == (2, "", 1), err
    assert words in err
    assert list(tmp_path.glob("prepared*")) == []


@pytest.mark.parametrize(("app", "arguments"), [
    (UPLOADS, PREPARE), (EXPERIMENTS, RUN), (EXPERIMENTS, ("datasets",)), (BUNDLE, ("--dataset", "digits")),
])  # fmt: skip
def test_a_setting_that_cannot_be_used_is_one_line(home, tmp_path, monkeypatch, capsys, app, arguments):
    """Whichever command reads it first names the variable."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / PREPARE[0]).write_bytes(b"")
    monkeypatch.setenv("CROSSOVER_UPLOAD_MAX_BYTES", "500XB")
    code, _, err = ended(capsys, app, arguments)

    assert (code, len(err.splitlines())) == (2, 1), err
    assert "CROSSOVER_UPLOAD_MAX_BYTES is '500XB' but must be a number of bytes" in err


@pytest.mark.slow
def test_the_server_ends_with_the_sentence(home):
    """It does not start half, and no stack trace hides the sentence."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0", "--server.headless", "true"]
    variables = {**os.environ, "CROSSOVER_HOME": str(home), "CROSSOVER_WORKERS": "many"}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=120)

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("CROSSOVER_WORKERS is 'many' but must be a whole number")
    assert "Traceback" not in done.stderr


def test_a_missing_folder_of_data_sets_is_a_sentence(home, tmp_path, monkeypatch, capsys):
    """Neither the list of data sets nor a run stays silent about it."""
    monkeypatch.setenv("CROSSOVER_DATA", str(tmp_path / "nowhere"))
    listed = ended(capsys, EXPERIMENTS, ("datasets",))
    asked = ended(capsys, EXPERIMENTS, ("run", "--dataset", "pets", "--learner", "svm", "--n-train", "50"))

    assert (listed[0], asked[0]) == (1, 2)
    assert all("nowhere (CROSSOVER_DATA), does not exist: please name a folder" in err for _, _, err in (listed, asked))


@pytest.mark.slow
def test_a_console_that_is_no_utf8_shows_what_it_can(home, tmp_path):
    """A class called by letters that the console lacks ends no command in a stack trace."""
    for label, number in itertools.product(("猫", "Hündchen"), range(3)):
        place = tmp_path / "set" / label / f"{number}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(drawn(number + ord(label[0])))
    command = [sys.executable, "-m", "uploads", str(tmp_path / "set"), "--output", str(tmp_path / "prepared")]
    variables = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stderr
    assert "H\\xfcndchen" in done.stdout
