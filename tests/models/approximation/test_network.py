"""The small network: a golden answer by hand, right slopes, and training that makes errors small."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import check_grad
from sklearn.base import clone

from models.approximation import FixedFeatures, Layer, SmallNetwork, flat, loss, n_parameters, output, unflat, widths

X = np.cos(np.pi * (np.arange(256) + 0.5) / 256)[:, np.newaxis]
BETWEEN = np.cos(np.pi * np.arange(1, 256) / 256)[:, np.newaxis]


def error(model, values):
    """The root mean square error between the training points."""
    return float(np.sqrt(np.mean((model.fit(X, values(X)).predict(BETWEEN) - values(BETWEEN)) ** 2)))


def kink(points):
    """The absolute value."""
    return np.abs(points[:, 0])


def test_the_absolute_value_is_two_units():
    """|x| = relu(x) + relu(-x), exactly."""
    layers = [Layer(np.array([[1.0, -1.0]]), np.zeros(2)), Layer(np.ones((2, 1)), np.zeros(1))]

    assert np.array_equal(output(layers, X), np.abs(X[:, 0]))


def test_two_layers_by_hand():
    """relu(2 relu(x) - 1), at -1, 0.25 and 1: 0, 0 and 1."""
    one = [Layer(np.array([[1.0]]), np.zeros(1)), Layer(np.array([[2.0]]), -np.ones(1))]
    layers = [*one, Layer(np.ones((1, 1)), np.zeros(1))]

    assert list(output(layers, np.array([[-1.0], [0.25], [1.0]]))) == [0, 0, 1]


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_the_slopes_are_those_of_the_loss(depth):
    """Backpropagation agrees with finite differences."""
    rng = np.random.default_rng(0)
    sizes = [2, *widths(9, depth), 1]
    layers = [Layer(rng.normal(size=(a, b)), rng.normal(size=b)) for a, b in pairwise(sizes)]
    shapes, points, y = [one.weights.shape for one in layers], rng.normal(size=(20, 2)), rng.normal(size=20)

    found = check_grad(
        lambda v: loss(v, shapes, points, y)[0], lambda v: loss(v, shapes, points, y)[1], flat(layers), epsilon=1e-7
    )

    assert found < 1e-4


@pytest.mark.parametrize(("units", "depth"), [(1, 1), (7, 2), (64, 3)])
def test_parameters_are_counted_as_they_are(units, depth):
    """The number in the chart is the number of trained values; units are spread evenly and none is lost."""
    model = SmallNetwork(units, depth).fit(X, kink(X))

    assert sum(widths(units, depth)) == units
    assert flat(model.layers_).size == n_parameters(units, depth, 1)


def test_parameters_survive_the_way_through_a_vector():
    """What L-BFGS sees is what the layers are."""
    layers = SmallNetwork(5, 2).fit(X, kink(X)).layers_
    again = unflat(flat(layers), [one.weights.shape for one in layers])

    assert all(np.array_equal(a.weights, b.weights) for a, b in zip(layers, again, strict=True))


def test_impossible_sizes_are_refused():
    """One sentence."""
    for units, depth in [(0, 1), (1, 2), (513, 1), (4, 0), (4, 4)]:
        with pytest.raises(ValueError, match="A network"):
            widths(units, depth)


def test_a_seed_repeats_a_training_and_another_gives_another():
    """The seed is all the luck there is."""
    first, again, other = (SmallNetwork(4, seed=seed).fit(X, kink(X)).predict(X) for seed in (0, 0, 1))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_pieces_and_a_constant_add_up_to_the_fit():
    """Nothing but the drawn pieces makes the network's line."""
    model = SmallNetwork(6, 2).fit(X, kink(X))

    assert np.allclose(model.pieces(X).sum(axis=1) + model.layers_[-1].biases, model.predict(X))


def test_learned_kinks_beat_waves_on_a_kink():
    """With as many parameters, the worst of three seeds is closer than a Fourier series."""
    fourier = error(FixedFeatures("fourier", n_parameters(4, 1, 1)), kink)

    assert max(error(SmallNetwork(4, seed=seed), kink) for seed in range(3)) < fourier / 5


def test_a_waves_own_features_beat_learned_ones():
    """On a periodic function a Fourier series is closer than the best of three seeds."""
    wave = lambda points: np.sin(3 * np.pi * points[:, 0])  # noqa: E731
    fourier = error(FixedFeatures("fourier", 7), wave)

    assert fourier < 1e-12 < min(error(SmallNetwork(8, seed=seed), wave) for seed in range(3))


def test_it_is_a_regressor_of_scikit_learn():
    """It can be cloned, and learned things end in an underscore."""
    model = clone(SmallNetwork(3, 1, 5))

    assert model.get_params() == {"units": 3, "depth": 1, "seed": 5}
    assert not hasattr(model, "layers_")
