"""A race that a kill interrupts begins anew: each race has one row, and what was measured before stays as it was."""

import json
import os
import subprocess
import sys

import pytest

import catalogue
from experiments.engine.dispatch import open_engine
from experiments.plan import plan_race
from experiments.store.results import Store
from settings import ROOT
from tests.experiments.killing import HERE, PATIENCE, kill_command, kill_workers, until

pytestmark = pytest.mark.slow


@pytest.fixture
def planned(setting):
    """Two races on the textures, which have few test images, one after the other."""

    def planned(learner, budget, n_train):
        setting("workers", 1)
        setting("max_images", n_train)
        return plan_race("textures", catalogue.load("textures"), budget, 2, [learner], "cpu")

    return planned


def is_in_the_middle(store, id):
    """Whether the race's clock has run and the race has not ended."""
    state = store.states([id])[id]
    return state.status == "running" and 0 < state.progress < 1


def test_a_killed_worker_costs_only_the_race_that_it_was_in(planned, store):
    """The race before keeps its row, and the interrupted one is run again, whole, within its budget."""
    budget = 4  # seconds: long enough to be in the middle of
    races = planned("cnn", budget, 3_500)
    first, second = (race.id for race in races)
    engine = open_engine(store, "local")
    engine.submit(races, "ann")
    was_running = until(lambda: is_in_the_middle(store, second))
    before = store.results()
    kill_workers()
    states = engine.wait([first, second], timeout=PATIENCE)
    engine.close()
    found = store.results()

    assert was_running
    assert [state.status for state in states.values()] == ["done", "done"]
    assert store.jobs()["crashes"].sum() == 1
    assert [one.id for one in before] == [first]
    assert sorted(one.id for one in found) == sorted([first, second])
    assert before[0] in found
    assert all(0 < one.details["steps"][-1]["seconds"] <= budget for one in found)


def test_a_killed_command_is_taken_up_by_the_next_one(planned, home):
    """It was in its first race, whose test images had not all met the network; the same command runs both."""
    races = planned("pretrained", 6, 400)
    asked = ["--dataset", "textures", "--budget", "6", "--seeds", "2", "--learner", "pretrained", "--device", "cpu"]
    command = [sys.executable, "-m", "experiments", "race", *asked, "--json"]
    store = Store(f"sqlite:///{home / 'results.sqlite'}")
    running = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: "scoring" in note(store, races[0].id))
    doing, n_workers = note(store, races[0].id), kill_command(running)
    before = store.results()
    again = subprocess.run([*command, *HERE], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True)
    found = store.results()
    store.close()

    assert "scoring" in doing
    assert n_workers >= 1
    assert before == []
    assert [json.loads(line)["seed"] for line in again.stdout.splitlines()] == [0, 1]
    assert [one.id for one in found] == [race.id for race in races]
    assert all(0 < one.details["steps"][-1]["seconds"] <= 6 for one in found)


def note(store, id):
    """What a running race says of itself."""
    state = store.states([id]).get(id)
    return state.note if state and state.status == "running" else ""
