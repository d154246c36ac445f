"""The CNN as an ONNX file predicts what the CNN predicts."""

import numpy as np
import onnxruntime
import pytest
import torch
from scipy.special import softmax
from torch import nn

from bundle.onnx.network import network_file
from models.network.cnn import CNN
from tests.models.images import easy

pytestmark = pytest.mark.slow

SMALL = {"epochs": 2, "width": 4, "batch_size": 8, "device": "cpu", "dtype": "float32"}


def predict(file, X):
    """The labels and probabilities from the file."""
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    return session.run(["labels", "probabilities"], {"images": X})


def test_labels_and_probabilities_are_the_networks():
    """For images of every size, odd sizes too, grey and in colour, mirrored or not."""
    for shape, augment in [
        ((8, 8, 1), "none"),
        ((17, 50, 3), "none"),
        ((28, 28, 1), "shift"),
        ((8, 8, 1), "mirror"),
        ((33, 23, 3), "mirror"),
        ((64, 64, 3), "mirror"),
    ]:
        X, y = easy(40, 3, shape)
        network = CNN(**SMALL, augment=augment).fit(X, y)
        X_test = np.concatenate(
            [easy(80, 3, shape, seed=1)[0], np.random.default_rng(0).integers(0, 256, (40, *shape))]
        )
        X_test = X_test.astype(np.uint8)
        labels, probabilities = predict(network_file(network, shape), X_test)

        assert np.array_equal(labels, network.predict(X_test))
        assert np.allclose(probabilities, softmax(network.decision_function(X_test), axis=1), atol=1e-4)


def test_class_numbers_are_those_that_were_learned():
    """Two classes with numbers 3 and 9 are predicted as 3 and 9, in int64, although a network counts from 0."""
    X, y = easy(40)
    network = CNN(**{**SMALL, "epochs": 6}).fit(X, np.array([3, 9])[y])
    labels, probabilities = predict(network_file(network, (28, 28, 1)), X)

    assert labels.dtype == np.int64
    assert np.array_equal(labels, network.predict(X))
    assert set(labels.tolist()) == {3, 9}
    assert probabilities.shape == (40, 2)


@pytest.mark.parametrize("augment", ["none", "mirror"])
def test_any_number_of_images_may_be_predicted_at_once(augment):
    """The result for an image does not depend on the others."""
    X, y = easy(20)
    network = CNN(**SMALL, augment=augment).fit(X, y)
    file = network_file(network, (28, 28, 1))
    for n in (1, 2, 7, 501):
        X_test, _ = easy(n, seed=2)
        _, probabilities = predict(file, X_test)

        assert np.allclose(probabilities, softmax(network.decision_function(X_test), axis=1), atol=1e-5)


def test_a_network_trained_in_bfloat16_gives_the_same_labels():
    """The number format of the training makes no difference to the predictions."""
    X, y = easy(40, 3, (24, 24, 3))
    network = CNN(**{**SMALL, "dtype": "bfloat16"}).fit(X, y)
    X_test = np.random.default_rng(0).integers(0, 256, (120, 24, 24, 3), np.uint8)
    labels, _ = predict(network_file(network, (24, 24, 3)), X_test)

    assert np.array_equal(labels, network.predict(X_test))


def test_an_unknown_layer_is_one_sentence():
    """A changed network that cannot be written whole is refused, not written wrongly."""
    X, y = easy(20)
    network = CNN(**SMALL).fit(X, y)
    network.network_.head = nn.Sequential(network.network_.head, nn.Tanh())
    with pytest.raises(ValueError, match=r"^The CNN has a layer Tanh, which cannot be written as ONNX\.$"):
        network_file(network, (28, 28, 1))


def test_quarters_are_those_of_torch():
    """For any size of a map, the means over its quarters are those of adaptive pooling."""
    from bundle.onnx.network import _halves

    for height in range(1, 13):
        maps = torch.arange(float(height * 5)).view(1, 1, height, 5)
        expected = nn.AdaptiveAvgPool2d(2)(maps)[0, 0].numpy()

        assert np.allclose(_halves(height) @ maps[0, 0].numpy() @ _halves(5).T, expected)
