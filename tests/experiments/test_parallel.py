"""`experiments.parallel` as a person calls it: real processes, started by torchrun, with a home of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.store.results import LIVE, Store
from settings import ROOT

TORCHRUN = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2")
ASKED = ("-m", "experiments.parallel", "--dataset", "digits", "--n-train", "60", "--set", "cnn.epochs=2", "--json")


def command(home, *arguments):
    """What the command answers in this home."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CROSSOVER_")}
    environment = {**inherited, "CROSSOVER_HOME": str(home), "OMP_NUM_THREADS": "1"}
    line = [sys.executable, *arguments, "--device", "cpu"]
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=250)


@pytest.mark.slow
def test_a_row_of_two_processes_is_one_of_the_table(home):
    """It is printed once, kept once, says how many trained it, and is not measured again."""
    first, second = (command(home, *TORCHRUN, *ASKED) for _ in range(2))
    assert first.returncode == 0, first.stderr
    (printed,) = map(json.loads, first.stdout.splitlines())
    (kept,) = Store(f"sqlite:///{home / 'results.sqlite'}").results(origin=LIVE)

    assert kept.id == printed["id"]
    assert dict(kept.experiment.settings) == {"epochs": 2, "processes": 2}
    assert json.loads(second.stdout) == printed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "asked", "said"),
    [
        ((), ASKED, "started by torchrun"),
        (TORCHRUN, (*ASKED, "--seeds", "0"), "The number of seeds must be from 1 to 1,000, not 0"),
    ],
)
def test_what_cannot_be_is_one_sentence(home, start, asked, said):
    """Nothing is printed to stdout, and the sentence comes once however many processes there are."""
    answer = command(home, *start, *asked)

    assert (answer.returncode != 0, answer.stdout) == (True, "")
    assert answer.stderr.count(said) == 1
    assert not list(Path(home).glob("*.sqlite"))
