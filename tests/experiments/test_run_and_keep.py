"""The engine's verb: the same result as the verb alone, and the model on the shelf, if that can be."""

import logging
import zlib

import numpy as np
import pytest

from experiments import run
from experiments.engine import open_engine
from experiments.run import Stopped
from experiments.run_and_keep import run_and_keep
from experiments.shelf import Shelf, shelf
from models.register import LEARNERS, RECIPES
from tests.experiments.test_run import experiment, small  # noqa: F401  (a fixture)

PATIENCE = 60


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("learner", LEARNERS)
def test_the_result_is_that_of_the_verb_alone(small, learner, recipe):  # noqa: F811
    """Keeping the model changes nothing that is measured, and no second of it."""
    asked = experiment(learner, recipe)
    alone, kept = run.run(asked), run_and_keep(asked)

    assert (kept.experiment, kept.predictions, kept.details) == (alone.experiment, alone.predictions, alone.details)


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("learner", LEARNERS)
def test_the_kept_model_gives_the_answers_of_the_row(small, learner, recipe):  # noqa: F811
    """What is asked later is what was measured: each test picture gets the label that the row has."""
    asked = experiment(learner, recipe)
    result = run_and_keep(asked)
    kept, model = shelf().open(asked.id)

    assert kept.accuracy == result.accuracy
    assert np.array_equal(model.predict(small.X_test), np.frombuffer(zlib.decompress(result.predictions), "<u2"))


def test_a_full_disk_costs_no_result(small, monkeypatch, caplog):  # noqa: F811
    """One warning, and the row is there."""

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Shelf, "keep", full)
    result = run_and_keep(experiment())
    (record,) = caplog.records

    assert result.n_test == 31
    assert record.levelno == logging.WARNING
    assert "was not kept" in record.getMessage()
    assert "No space left on device" in record.getMessage()


def test_a_home_without_room_for_models_costs_no_result(small, home, caplog):  # noqa: F811
    """Where a file lies in the models' place, experiments are measured all the same."""
    home.mkdir()
    (home / "models").write_text("in the way")

    assert run_and_keep(experiment()).n_test == 31
    assert len(caplog.records) == 1


def test_what_was_stopped_is_not_kept(small):  # noqa: F811
    """Half a training is no model."""
    with pytest.raises(Stopped):
        run_and_keep(experiment(), stop=lambda: True)

    assert shelf().kept("small", "first") == []


def test_what_the_engine_measures_is_kept_and_trained_again_when_it_is_gone(small, store):  # noqa: F811
    """From the button to the shelf: the row stays as it was, the model is there again."""
    asked = experiment()
    engine = open_engine(store, "inline")
    try:
        engine.wait(engine.submit([asked], "ann"), timeout=PATIENCE)
        (first,) = store.results()
        shelf_folder = shelf().companion(asked.id, "model.json").parent
        shelf_folder.rename(shelf_folder.with_name("gone"))
        assert shelf().largest("small", "first", "majority") is None
        engine.wait(engine.submit([asked], "ann"), timeout=PATIENCE)
        assert shelf().kept("small", "first") == []
        states = engine.wait(engine.submit([asked], "ann", again=True), timeout=PATIENCE)
    finally:
        engine.close()

    assert [state.status for state in states.values()] == ["done"]
    assert [kept.experiment for kept in shelf().kept("small", "first")] == [asked]
    assert store.results() == [first]
