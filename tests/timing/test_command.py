"""`python -m timing` as a person or a script calls it: a real process with a home of its own."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from experiments import __main__ as experiments
from settings import ROOT
from timing import __main__ as timing
from timing import device
from timing.operations import register
from timing.rows.row import Timing

QUICK = ("--device", "cpu", "--seconds", "0", "--operation", "copy")


def command(home, *arguments):
    """What the command prints in this home."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CROSSOVER_")}
    line = [sys.executable, "-m", "timing", *arguments]
    environment = {**inherited, "CROSSOVER_HOME": str(home)}
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=290)


@pytest.mark.slow
def test_every_line_is_a_whole_row(home):
    """Stdout holds the rows and nothing else, and each says where it was measured."""
    answer = command(home, *QUICK, "--json")
    rows = [Timing.from_json(line) for line in answer.stdout.splitlines()]

    assert answer.returncode == 0, answer.stderr
    assert rows
    assert [row.size for row in rows] == list(register.BYTES[: len(rows)])  # where copying is slow, the largest are not
    assert {(row.operation, row.device) for row in rows} == {("copy", "cpu")}
    assert all(row.machine and row.versions["torch"] and row.threads >= 1 and row.n_repeats >= 3 for row in rows)


@pytest.fixture
def printed(monkeypatch, capsys):
    """Runs either command in this process, whose memory stays as it is: status, stdout and stderr."""
    monkeypatch.setattr(device, "keep_freed_memory", lambda: None)

    def printed(module, *arguments):
        monkeypatch.setattr(sys, "argv", [*module, *arguments])
        with pytest.raises(SystemExit) as end:
            timing.main(sys.argv[1:]) if module == ("timing",) else experiments.main()
        return end.value.code, *capsys.readouterr()

    return printed


MODULES = pytest.mark.parametrize("module", [("timing",), ("experiments", "time")])


@MODULES
def test_people_read_a_line_a_row(printed, monkeypatch, module):
    """Without --json each row is a line with its median and spread; `python -m experiments time` prints the same."""
    (copy,) = register.chosen(["copy"])
    monkeypatch.setattr(register, "OPERATIONS", (replace(copy, sizes=copy.sizes[:1]),))
    status, out, _ = printed(module, *QUICK)

    assert not status
    assert len(out.splitlines()) == 1
    assert out.startswith("copy 4096: cpu torch uint8, ")
    assert " ms (" in out


@MODULES
@pytest.mark.parametrize(
    ("arguments", "named"), [(("--operation", "magic"), "matrix_product"), (("--device", "abacus"), "cpu")]
)
def test_what_is_not_there_is_one_sentence(printed, arguments, named, module):
    """A wrong name is refused before anything is measured, with the names that there are."""
    status, out, err = printed(module, *arguments)

    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert named in err
