"""Pretrained features: each image's own, whatever is beside it, and the same as of the network as published."""

import math

import numpy as np
import pytest
import timm
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from features.family import SMALLEST_SIDE
from models.pretrained.backbones import BACKBONES, PooledStages, middle_weights, network, with_weights
from models.pretrained.embedding import AT_ONCE, CENTRE, Embedding, prepared
from tests.models.photographs import photographs

pytestmark = pytest.mark.slow

CLOSE = {"rtol": 0, "atol": 1e-5}
"""Features have the length 1, and sums in another order differ in their last digits."""


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("n", [2, AT_ONCE + 1])
def test_a_batch_is_embedded_as_single_images_are(channels, n):
    """An image's features do not depend on the images beside it, nor on how many there are."""
    X, _ = photographs(n, channels)
    embedding = Embedding(side=64)
    together = embedding.transform(X)
    alone = np.concatenate([embedding.transform(image[None]) for image in X])
    shuffled = np.random.default_rng(0).permutation(n)

    assert together.shape == (n, 192 + 320 + 1280) and together.dtype == np.float32
    np.testing.assert_allclose(together, alone, **CLOSE)
    np.testing.assert_allclose(together[shuffled], embedding.transform(X[shuffled]), **CLOSE)


@given(
    n=st.integers(1, 5),
    size=st.tuples(*[st.integers(SMALLEST_SIDE, SMALLEST_SIDE + 30)] * 2),
    channels=st.sampled_from([1, 3]),
    seed=st.integers(0, 2**32 - 1),
)
@settings(max_examples=15, deadline=None)
def test_any_batch_is_embedded_as_its_images_are(n, size, channels, seed):
    """Whatever their number, order, size and colours: noise, and images of one colour among it."""
    random = np.random.default_rng(seed)
    X = random.integers(0, 256, (n, *size, channels), np.uint8)
    X[random.random(n) < 0.3] = random.integers(256)
    embedding, order = Embedding(side=32), random.permutation(n)
    alone = np.concatenate([embedding.transform(image[None]) for image in X])

    np.testing.assert_allclose(embedding.transform(X), alone, **CLOSE)
    np.testing.assert_allclose(embedding.transform(X[order]), alone[order], **CLOSE)


def test_a_grey_image_is_embedded_as_its_three_equal_colours():
    """One channel, or the same one three times."""
    X, _ = photographs(3, 1)

    np.testing.assert_allclose(
        Embedding(side=64).transform(X), Embedding(side=64).transform(X.repeat(3, axis=3)), **CLOSE
    )


def test_the_folded_network_computes_what_the_published_one_does():
    """Folding the normalisations into the convolutions changes the speed and no more."""
    backbone = BACKBONES["efficientnet-lite0"]
    published = with_weights(backbone, backbone.weights.read_checked()).eval()
    X, _ = photographs(4, 3)
    with torch.inference_mode():
        images = prepared(torch.from_numpy(X), 96, backbone)
        features = network("efficientnet-lite0", CENTRE)(images)
        stages = PooledStages(backbone.stages(published), CENTRE)(images)
        even = network("efficientnet-lite0", 1e6)(images)
        published.reset_classifier(0)
        head = torch.nn.functional.normalize(published(images), dim=1)

    np.testing.assert_allclose(features, stages, **CLOSE)
    np.testing.assert_allclose(even[:, -1280:] * 3**0.5, head, rtol=0, atol=1e-4)
    np.testing.assert_allclose(features.norm(dim=1), 1, rtol=1e-5)
    assert not any(isinstance(layer, torch.nn.BatchNorm2d) for layer in network("efficientnet-lite0", CENTRE).modules())


def test_a_map_counts_most_in_its_middle():
    """Golden weights by hand: in a row of four cells, two lie 1/4 of half a side from the middle, two 3/4."""
    inner, outer = math.exp(-((0.25 / 0.3) ** 2) / 2), math.exp(-((0.75 / 0.3) ** 2) / 2)
    line = np.array([outer, inner, inner, outer]) / (2 * (inner + outer))

    np.testing.assert_allclose(middle_weights(4, 4, 0.3), np.outer(line, line), rtol=1e-6)
    np.testing.assert_allclose(middle_weights(4, 4, 0.3)[1:3, 1:3], 0.2216, atol=1e-4)
    np.testing.assert_allclose(middle_weights(3, 5, 10).sum(), 1, rtol=1e-6)
    np.testing.assert_allclose(middle_weights(3, 5, 1e6), 1 / 15, rtol=1e-6)


def test_the_network_is_the_one_that_was_trained_on_imagenet():
    """Its last layer names photographs: a cat is one of ImageNet's cats (281 to 285), a cup of coffee is 967."""
    import skimage.data

    backbone = BACKBONES["efficientnet-lite0"]
    whole = with_weights(backbone, backbone.weights.read_checked()).eval()
    with torch.inference_mode():
        cat, coffee = (
            int(whole(prepared(torch.from_numpy(image)[None], 224, backbone)).argmax())
            for image in (skimage.data.chelsea(), skimage.data.coffee())
        )

    assert isinstance(whole, timm.models.efficientnet.EfficientNet)
    assert cat in range(281, 286)
    assert coffee == 967
