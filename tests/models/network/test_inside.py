"""What is looked up inside the network is what the network computes, and looking changes nothing."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from torch.nn import functional

from models.network import inside
from models.network.cnn import CNN
from tests.models.images import easy

SMALL = {"epochs": 2, "width": 4, "batch_size": 8, "device": "cpu", "dtype": "float32"}


@pytest.fixture(scope="module", params=["none", "mirror"])
def network(request):
    """A small network on colour images of three classes, with plain and with averaged predictions."""
    X, y = easy(48, 3, (32, 40, 3))
    return CNN(**SMALL, augment=request.param).fit(X, y)


@pytest.fixture(scope="module")
def X():  # noqa: N802 - as everywhere
    """Ten images that it has not seen."""
    return easy(10, 3, (32, 40, 3), seed=1)[0]


def test_filters_are_the_first_weights(network):
    """Four filters of 5x5 pixels and three channels, the channel last."""
    filters = inside.first_filters(network)

    assert filters.shape == (4, 5, 5, 3)
    assert np.array_equal(filters[1, 2, 3], network.network_.early[0][0].weight[1, :, 2, 3].detach().numpy())


def test_the_hidden_layer_explains_the_scores(network, X):
    """The scores are those of decision_function bit by bit, and the head on the hidden layer gives them again."""
    scores, rows = inside.embedded(network, X)
    head = network.network_.head

    assert np.array_equal(scores, network.decision_function(X))
    assert rows.shape == (10, 4 * 8 * 4)
    assert np.allclose(rows @ head.weight.detach().numpy().T + head.bias.detach().numpy(), scores, atol=1e-4)


def test_more_than_a_batch_is_embedded_in_order():
    """The network looks at 500 images at once; the 501st has its row where its score is."""
    X, y = easy(510)
    network = CNN(**{**SMALL, "epochs": 1}, augment="mirror").fit(X[:16], y[:16])
    scores, rows = inside.embedded(network, X)
    alone_scores, alone_rows = inside.embedded(network, X[505:506])

    assert len(rows) == len(scores) == 510
    assert np.allclose(rows[505], alone_rows[0], atol=1e-5)
    assert np.allclose(scores[505], alone_scores[0], atol=1e-5)


def test_maps_are_after_relu_and_before_pooling(network, X):
    """Each part's own size, nothing negative; the early ones are convolution, normalisation and ReLU by the book."""
    maps = inside.feature_maps(network, X[0])
    early = network.network_.early[0]
    with torch.no_grad():
        shown = network.network_.standardise(torch.from_numpy(X[:1]).permute(0, 3, 1, 2))
        expected = functional.relu(early[1](functional.conv2d(shown, early[0].weight, padding=2)))[0].numpy()

    shapes = {"early": (4, 32, 40), "middle": (8, 16, 20), "late": (32, 4, 5)}
    assert {part: found.shape for part, found in maps.items()} == shapes
    assert all((found >= 0).all() and (found > 0).any() for found in maps.values())
    assert np.allclose(maps["early"], expected, atol=1e-5)


def test_grad_cam_equals_the_arithmetic_of_a_linear_head(X):
    """The head is linear in the mean over quarters, so a map's weight is the sum of its four head weights."""
    network = CNN(**SMALL).fit(*easy(48, 3, (32, 32, 3)))
    image = X[0, :, :32]
    maps = inside.feature_maps(network, image)["late"]
    head = network.network_.head.weight.detach().numpy().reshape(3, 32, 4)
    for column in range(3):
        weighted = np.maximum((head[column].sum(axis=1)[:, None, None] * maps).sum(axis=0), 0)
        spread = functional.interpolate(torch.from_numpy(weighted)[None, None], (32, 32), mode="bilinear")[0, 0].numpy()

        assert weighted.any()
        assert np.allclose(inside.grad_cam(network, image, column), spread / spread.max(), atol=1e-4)


def test_grad_cam_lies_on_the_image(network, X):
    """As high and wide as the image, and from 0 to 1."""
    for column in range(3):
        found = inside.grad_cam(network, X[0], column)

        assert found.shape == (32, 40)
        assert found.min() >= 0
        assert found.max() in (0, pytest.approx(1))


def test_a_model_that_averages_mirror_images_is_explained_alike_for_both(X):
    """The mirror image's heat is the heat's mirror image."""
    network = CNN(**SMALL, augment="mirror").fit(*easy(48, 3, (32, 40, 3)))
    found = inside.grad_cam(network, X[0], 1)

    assert found.any()
    assert np.allclose(inside.grad_cam(network, np.ascontiguousarray(X[0, :, ::-1]), 1), found[:, ::-1], atol=1e-4)


def test_looking_leaves_nothing_behind(network, X):
    """No hook stays, no gradient is left in the weights, and the scores are what they were."""
    before = network.decision_function(X)
    network.network_.zero_grad()
    inside.embedded(network, X)
    inside.feature_maps(network, X[0])
    inside.grad_cam(network, X[0], 0)

    assert not any(module._forward_hooks for module in network.network_.modules())
    assert all(weights.grad is None for weights in network.network_.parameters())
    assert np.array_equal(network.decision_function(X), before)


def test_what_another_thread_asks_is_not_noted(network, X):
    """Two who ask one network at once each get their own image's layers."""
    with inside.watched(network.network_.flatten) as outputs, ThreadPoolExecutor(1) as other:
        other.submit(network.decision_function, X).result()
        assert outputs == []
        network.decision_function(X)

    assert len(outputs) == inside.n_views_of(network)


def test_the_short_number_format_is_looked_into_as_well(X):
    """What was computed in bfloat16 comes out in float32."""
    network = CNN(**{**SMALL, "dtype": "bfloat16"}).fit(*easy(48, 3, (32, 40, 3)))
    _, rows = inside.embedded(network, X)

    assert rows.dtype == np.float32
    assert inside.feature_maps(network, X[0])["late"].dtype == np.float32
    assert inside.grad_cam(network, X[0], 0).shape == (32, 40)
