"""One run of the timing command at a time: started, watched, cancelled, killed; in real processes."""

import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import psutil
import pytest

from tests.timing.rows.test_files import write
from tests.timing.rows.test_row import ROW
from timing.background import run
from timing.background.run import KEPT, PARTIAL, ROOT, OneRun, State, count_rows, delete_old, last_seconds, runs
from timing.rows.files import read

pytestmark = pytest.mark.slow

QUICK = ("--device", "cpu", "--seconds", "0", "--operation", "copy")
LONG = ("--device", "cpu", "--seconds", "60", "--operation", "copy", "--operation", "matrix_product")


@pytest.fixture
def one_run(tmp_path):
    """Runs that end with the test, whatever it does."""
    opened = []

    def make(*arguments, folder=tmp_path / "timing"):
        opened.append(OneRun(folder, arguments))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def wait_for(condition, seconds=200.0):
    """Until it is true."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.05)


def ended(one):
    """Whether no run is on."""
    return not one.state().is_on


def test_a_run_leaves_a_whole_file(one_run):
    """It holds every row, its name says that it is complete, and the next run knows how long it took."""
    one = one_run(*QUICK)
    one.start("ann")
    assert one.state().is_on
    assert one.state().starter == "ann"
    wait_for(lambda: ended(one))
    assert one.state() == State(is_on=False)
    complete, others = runs(one.folder)
    assert (len(complete), others) == (1, [])
    assert {row.operation for row in read(one.folder)} == {"copy"}
    assert 0 < last_seconds(one.folder) < 300


def test_whoever_started_may_cancel_and_nobody_else(one_run):
    """While it is on no other can start; a cancelled run ends at once, without a problem, and another can start."""
    one = one_run(*LONG)
    one.start("ann")
    with pytest.raises(ValueError, match="already"):
        one.start("ben")
    one.cancel("ben")
    assert one.state().is_on
    one.cancel("ann")
    assert one.state() == State(is_on=False)
    one.start("ben")
    assert one.state().starter == "ben"


def test_another_server_of_the_same_home_waits_its_turn(one_run, monkeypatch):
    """The lock is the run's own: a second server's run ends with a sentence and touches nothing."""
    first, second = one_run(*LONG), one_run(*QUICK)
    first.start("ann")
    wait_for(lambda: list(first.folder.glob(f"*{PARTIAL}")))
    second.start("ben")
    wait_for(lambda: ended(second))
    assert "Another process is timing this machine" in second.state().problem
    assert first.state().is_on


@pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")
def test_a_process_that_is_killed_leaves_no_lock(one_run):
    """The page gets one sentence, the file does not count as a complete run, and the next run can start."""
    one = one_run(*QUICK, "--operation", "training_step")
    one.start("ann")
    wait_for(lambda: list(one.folder.glob(f"*{PARTIAL}")))
    os.kill(one._process.pid, signal.SIGKILL)
    wait_for(lambda: ended(one))
    assert one.state().problem.startswith("Timing this machine ended early")
    assert last_seconds(one.folder) is None
    again = one_run(*QUICK)
    again.start("ben")
    wait_for(lambda: ended(again))
    assert again.state().problem == ""


def test_a_run_ends_when_its_server_is_killed(tmp_path):
    """Nothing goes on computing for nobody, and no lock is left."""
    code = (
        "import sys, pathlib, time; from timing.background.run import OneRun; "
        f"one = OneRun(pathlib.Path(sys.argv[1]), {LONG!r}); one.start('ann'); "
        "print(one._process.pid, flush=True); time.sleep(100)"
    )
    server = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with server.stdout as told:
        child = psutil.Process(int(told.readline()))
    wait_for(lambda: list(tmp_path.glob(f"*{PARTIAL}")))
    server.kill()
    server.wait()
    psutil.wait_procs([child], timeout=20)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_a_command_that_fails_is_one_sentence(one_run):
    """The command's own last line says why."""
    one = one_run("--operation", "magic")
    one.start("ann")
    wait_for(lambda: ended(one))
    assert one.state().problem.startswith("Timing this machine ended early: There is no operation named 'magic'")


@pytest.mark.parametrize(("status", "reason"), [(-9, "its process was killed."), (2, "copy on cpu, 64")])
def test_what_a_killed_process_said_last_is_no_reason(tmp_path, status, reason):
    """Its log ends with progress; only a process that ended by itself says why."""
    one = OneRun(tmp_path)
    one._process = SimpleNamespace(returncode=status, poll=lambda: status)
    (tmp_path / "here.log").write_text("copy on cpu, 64\n")

    assert one.state().problem == f"Timing this machine ended early: {reason}"


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path, one_run):
    """If a file has the folder's name, no process starts."""
    (tmp_path / "timing").write_text("")
    one = one_run()
    with pytest.raises(ValueError, match=r"^This machine cannot be timed: .*\.$"):
        one.start("ann")
    assert not one.state().is_on


def test_the_newest_few_runs_stay(tmp_path):
    """The disk does not fill up; other files stay, and incomplete runs displace no complete ones."""
    for second in range(6):
        write(tmp_path, f"here-2026112{second}T1.jsonl", ROW)
        write(tmp_path, f"here-2026112{second}T2{PARTIAL}", ROW)
    write(tmp_path, "gpu.jsonl", ROW)
    delete_old(tmp_path)
    complete, others = runs(tmp_path)
    assert [path.name for path in complete] == [f"here-2026112{second}T1.jsonl" for second in (3, 4, 5)]
    assert len(others) == KEPT
    assert (tmp_path / "gpu.jsonl").exists()


def test_only_lines_that_have_ended_are_counted(tmp_path):
    """A row that is being written does not count yet; a missing file has no rows."""
    write(tmp_path, "a.jsonl", ROW, ROW, end="{")
    assert count_rows(tmp_path / "a.jsonl") == 2
    assert count_rows(tmp_path / "b.jsonl") == 0


def test_the_web_process_may_import_it():
    """Starting and watching needs no torch."""
    asked = "import sys, timing.background.run, timing.rows.files, timing.rows.row; print('torch' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", asked], cwd=run.ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
