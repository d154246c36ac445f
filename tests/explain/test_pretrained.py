"""What explains an answer on pretrained features is the patch that tells the class; embeddings are not made twice."""

import numpy as np
import pytest

from explain import explained_model
from explain.verbs import explain
from tests.explain.conftest import PATCH

pytestmark = pytest.mark.slow


def test_the_answer_depends_most_on_the_patch_that_tells_the_class(kept):
    """Covered there, the probability falls furthest, for most images; elsewhere are squares without a meaning."""
    id, images = kept.keep("one_patch", "pretrained", 200, side=64), kept.images["one_patch"]
    found = [explain(id, image).occlusion for image in images.X_test[:8]]
    there = [np.unravel_index(falls.argmax(), falls.shape) for falls in found]
    rows, columns = (range(side.start - 3, side.stop + 3) for side in PATCH)

    assert sum(row in rows and column in columns for row, column in there) >= 6


def test_embeddings_on_disk_are_not_computed_again(kept, monkeypatch):
    """What a measurement or an earlier opening has left is read."""
    id = kept.digits("pretrained")
    made = [anew(kept, id)]
    monkeypatch.setattr(type(kept.models[id]["features"]), "transform", lambda *_: pytest.fail("computed again"))
    made.append(anew(kept, id))

    assert np.array_equal(made[0].rows, made[1].rows)
    assert made[0].temperature == made[1].temperature


def anew(kept, id):
    """The reference, of which nothing is remembered but the embeddings."""
    explained_model.open_model.cache_clear()
    kept.store.companion(id, explained_model.NAME).unlink(missing_ok=True)
    return explained_model.open_model(id).reference
