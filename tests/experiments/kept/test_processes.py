"""Several processes use one model store: killing one harms nobody, and two at once spoil nothing."""

import subprocess
import sys

import pytest

from tests.experiments.toy_model import BYTES, MODEL, asked, folders, sizes

pytestmark = pytest.mark.slow

KEEP = """
import sys
from pathlib import Path
from experiments.kept.model_store import ModelStore
from experiments.spec import Experiment
from models.register import LEARNERS, Learner

LEARNERS["toy"] = Learner("toy", "tests.experiments.toy_model")
store = ModelStore(Path(sys.argv[1]), int(sys.argv[2]))
for n in map(int, sys.argv[4:]):
    store.keep(Experiment("images", "toy", n), (sys.argv[3].encode() or bytes([n])) * 10_000, n / 100)
"""


def keeping(place, max_bytes, model="", numbers=(1,)):
    """Start a process that keeps models of these numbers of images."""
    arguments = [str(place), str(max_bytes), model, *map(str, numbers)]
    return subprocess.Popen([sys.executable, "-c", KEEP, *arguments], stderr=subprocess.PIPE, text=True)


def test_a_process_killed_while_keeping_harms_nobody(three, place):
    """It ends half way through writing: no model is there, the lock is free, and the next one is kept."""
    with keeping(place, three.max_bytes, "deadly") as process:
        process.communicate()
    assert process.returncode == 9
    assert folders(place) == [f"{asked(1).id}.partial"]
    assert sizes(three) == []
    three.keep(asked(2), MODEL, 0.5)

    assert folders(place) == [asked(2).id]


def test_two_processes_at_once_spoil_nothing(three, place):
    """While both keep the same models, more than there is room for, what a third opens is whole; the bound holds."""
    numbers = range(1, 21)
    processes = [keeping(place, three.max_bytes, numbers=some) for some in (numbers, reversed(numbers))]
    n_opened = 0
    while any(process.poll() is None for process in processes):
        for kept in three.kept("images", "1"):
            n = kept.experiment.n_train
            try:
                found, model = three.open(kept.id)
            except KeyError:
                continue
            n_opened += 1
            assert (model, found.accuracy) == (bytes([n]) * BYTES, n / 100)
    errors = [process.communicate()[1] for process in processes]

    assert errors == ["", ""]
    assert n_opened > 0
    assert len(sizes(three)) == len(folders(place)) == 3
    assert sum(kept.n_bytes for kept in three.kept("images", "1")) <= three.max_bytes
