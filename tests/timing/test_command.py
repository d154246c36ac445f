"""`python -m timing` as a person or a script calls it: a real process with a home of its own."""

import os
import subprocess
import sys

import pytest

from settings import ROOT
from timing.rows.row import Timing

QUICK = ("--device", "cpu", "--seconds", "0", "--operation", "matrix_product")


def command(home, *arguments, module=("timing",)):
    """What the command prints in this home."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CROSSOVER_")}
    line = [sys.executable, "-m", *module, *arguments]
    environment = {**inherited, "CROSSOVER_HOME": str(home)}
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=290)


@pytest.mark.slow
def test_every_line_is_a_whole_row(home):
    """Stdout holds the rows and nothing else, and each says where it was measured."""
    answer = command(home, *QUICK, "--json")
    rows = [Timing.from_json(line) for line in answer.stdout.splitlines()]

    assert answer.returncode == 0, answer.stderr
    assert {row.size for row in rows if row.dtype == "float32"} == {2**power for power in range(4, 12)}
    assert {(row.operation, row.device) for row in rows} == {("matrix_product", "cpu")}
    assert all(row.machine and row.versions["torch"] and row.threads >= 1 and row.n_repeats >= 3 for row in rows)


@pytest.mark.slow
def test_people_read_a_line_a_row(home):
    """Without --json each row is a line with its median and spread; `python -m experiments time` prints the same."""
    for module in (("timing",), ("experiments", "time")):
        first = command(home, *QUICK, module=module).stdout.splitlines()[0]

        assert first.startswith("matrix_product 16: cpu torch float32, ")
        assert " ms (" in first


@pytest.mark.slow
@pytest.mark.parametrize("module", [("timing",), ("experiments", "time")])
@pytest.mark.parametrize(
    ("arguments", "named"), [(("--operation", "magic"), "matrix_product"), (("--device", "abacus"), "cpu")]
)
def test_what_is_not_there_is_one_sentence(home, arguments, named, module):
    """A wrong name is refused before anything is measured, with the names that there are."""
    answer = command(home, *arguments, module=module)

    assert (answer.returncode, answer.stdout) == (2, "")
    assert named in answer.stderr.splitlines()[-1]
    assert "Traceback" not in answer.stderr
