"""Pretrained features and their SVM as one ONNX file predict what the model predicts."""

import numpy as np
import onnxruntime
import pytest
from torch import nn

from bundle.onnx import pretrained
from bundle.onnx.pretrained import pretrained_file
from models.pretrained.backbones import PooledStages, network
from models.register import Context, build
from tests.models.images import easy

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("shape", "side", "recipe"),
    [((28, 28, 1), 64, "quick"), ((33, 50, 3), 64, "quick"), ((96, 70, 3), 64, "quick"), ((64, 64, 3), 64, "thorough")],
    ids=str,
)
def test_labels_are_the_models(shape, side, recipe):
    """For grey images and for colour, enlarged, made smaller and as they are, with defaults and with a search."""
    X, y = easy(24, 3, shape)
    model = build("pretrained", Context(recipe=recipe), side=side).fit(X, y)
    X_test = np.concatenate([easy(20, 3, shape, seed=1)[0], np.random.default_rng(0).integers(0, 256, (12, *shape))])
    X_test = X_test.astype(np.uint8)
    session = onnxruntime.InferenceSession(pretrained_file(model, shape), providers=["CPUExecutionProvider"])
    labels, scores = session.run(["labels", "scores"], {"images": X_test})

    assert np.array_equal(labels, model.predict(X_test))
    assert scores.shape == (32, 3)


def test_a_layer_that_cannot_be_written_is_one_sentence(monkeypatch):
    """A network that is changed is refused, not written wrongly."""
    X, y = easy(12)
    model = build("pretrained", Context(), side=32).fit(X, y)
    stages = [nn.Sequential(nn.Tanh()), *network("efficientnet-lite0", 0.3).stages]
    monkeypatch.setattr(pretrained, "network", lambda *_: PooledStages(stages, 0.3))
    with pytest.raises(
        ValueError, match=r"^The pretrained network has a layer Tanh, which cannot be written as ONNX\.$"
    ):
        pretrained_file(model, (28, 28, 1))
