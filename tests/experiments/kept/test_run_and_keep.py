"""Which models are kept when their experiment was measured."""

from types import SimpleNamespace

import pytest

from experiments.kept import run_and_keep
from experiments.spec import Experiment


@pytest.mark.parametrize(("recipe", "kept"), [("quick", 1), ("thorough", 1), ("race", 0), ("speed", 0)])
def test_models_of_common_recipes_are_kept(monkeypatch, recipe, kept):
    """No page asks a race's model or the one made for speed anything."""
    asked = []
    store = SimpleNamespace(keep=lambda *given: asked.append(given), remove=asked.clear)
    monkeypatch.setattr(run_and_keep, "train", lambda *_: (SimpleNamespace(accuracy=0.5), "a model"))
    monkeypatch.setattr(run_and_keep, "model_store", lambda: store)
    experiment = Experiment("digits", "cnn", 100, recipe=recipe)

    assert run_and_keep.run_and_keep(experiment).accuracy == 0.5
    assert asked == [(experiment, "a model", 0.5)] * kept
