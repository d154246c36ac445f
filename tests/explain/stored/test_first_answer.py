"""The answer to a page's first image: stored with the model, equal to a worker's, and never given to another image."""

import json

import numpy as np
import pytest

import catalogue
from experiments.kept.model_store import ModelStore
from experiments.store.results import RECORDED
from explain import explained_model, verbs
from explain.stored import first_answer
from explain.stored.first_answer import NAME, first_shown, read

pytestmark = pytest.mark.slow


@pytest.fixture
def stored(kept, on_digits):
    """The path of the first answer of a model that was just opened, and the image."""
    explained_model.open_model.cache_clear()
    verbs.answer((on_digits,), kept.images["digits"].X_test[:1])
    return kept.store.companion(on_digits, NAME), first_shown(kept.images["digits"])[0], on_digits


def test_the_stored_answer_is_the_workers(stored):
    """Label, probabilities and likeness; no milliseconds, which would be another machine's."""
    path, image, id = stored
    (worked_out,) = verbs.answer((id,), image[np.newaxis])[0]
    found = read(path, image)

    assert (found.learner, found.label, found.milliseconds) == (worked_out.learner, worked_out.label, {})
    assert found.probabilities == pytest.approx(worked_out.probabilities, abs=1e-6)
    assert found.unlike == pytest.approx(worked_out.unlike, abs=1e-6)


def test_another_image_has_no_stored_answer(stored):
    """Not with one pixel changed, nor with the same pixels in another shape."""
    path, image, _ = stored
    other = image.copy()
    other[0, 0] ^= 1

    assert read(path, other) is None
    assert read(path, image.reshape(14, 56, 1)) is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'"x"', None])
def test_a_damaged_file_is_no_answer(stored, content):
    """Then a worker answers, and opening the model writes the file anew."""
    path, image, id = stored
    damaged = content if content is not None else json.dumps({**json.loads(path.read_bytes()), "label": None}).encode()
    path.write_bytes(damaged)
    assert read(path, image) is None

    explained_model.open_model.cache_clear()
    verbs.open_model(id)
    assert read(path, image) is not None


def test_recorded_models_come_with_the_answer_that_they_give(tmp_path, monkeypatch):
    """So the first visitor of an empty home waits for no worker."""
    images, store = catalogue.load("digits"), ModelStore(tmp_path, 10**9)
    monkeypatch.setattr(explained_model, "model_store", lambda: store)
    image = first_shown(images)[0]
    for folder in (RECORDED / "models").iterdir():
        store.copy(folder)
        recorded = first_answer.read(store.companion(folder.name, NAME), image)
        (answer,) = verbs.answer((folder.name,), image[np.newaxis])[0]

        assert recorded.label == answer.label
        assert recorded.probabilities == pytest.approx(answer.probabilities, abs=0.01)
        assert recorded.unlike == pytest.approx(answer.unlike, abs=2)
