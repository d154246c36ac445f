"""What units respond to is told by what their patches agree in, against patches drawn at random."""

import numpy as np
import pytest

from analysis.common.wording import number
from analysis.features.layers import Responses, directions, responses, responses_in_words

N_UNITS, N_EACH, SIDE = 16, 9, 8


def stripes(degrees: float) -> np.ndarray:
    """A patch of stripes that change in this direction, measured from the right downwards."""
    rows, columns = np.mgrid[:SIDE, :SIDE]
    along = columns * np.cos(np.radians(degrees)) + rows * np.sin(np.radians(degrees))
    return (127 + 120 * np.sin(along)).astype(np.uint8)[..., None]


def layer(of_unit) -> np.ndarray:
    """The patches of a layer: `of_unit` has the direction of each patch, in degrees."""
    return np.array([[stripes(of_unit(unit, place)) for place in range(N_EACH)] for unit in range(N_UNITS)])


def test_a_direction_has_no_way_round():
    """Stripes that are turned by half a turn run as before, by a quarter the opposite; a plain patch has none."""
    across, back, down = (directions(stripes(angle)) for angle in (0, 180, 90))

    assert across == pytest.approx(1)
    assert back == pytest.approx(across)
    assert down == pytest.approx(-across)
    assert directions(np.full((SIDE, SIDE, 3), 80, np.uint8)) == 0


def test_units_of_one_direction_are_told_from_units_of_one_class():
    """In the first layer each unit has its own direction and every class; in the other it is the other way round."""
    own, mixed = (lambda unit, _: unit * 180 / N_UNITS), (lambda _, place: place * 180 / N_EACH)
    each_class = np.tile(np.arange(N_EACH), (N_UNITS, 1))
    one_class = np.repeat(np.arange(N_UNITS)[:, None], N_EACH, axis=1)

    assert responses(layer(own), each_class) == Responses(N_UNITS, N_UNITS, 0, 0)
    assert responses(layer(mixed), one_class) == Responses(N_UNITS, 0, N_UNITS, 0)


def test_what_chance_does_is_rare():
    """Patches and classes drawn at random agree in few units, as the 95 % say."""
    random = np.random.default_rng(8)
    angles = random.uniform(0, 180, (N_UNITS, N_EACH))
    found = responses(layer(lambda unit, place: angles[unit, place]), random.integers(0, 10, (N_UNITS, N_EACH)))

    assert found.n_direction <= 3
    assert found.n_class <= 3


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Responses(16, 9, 2, 5), "respond mostly to lines of one direction"),
        (Responses(16, 8, 8, 4), "differ in what they respond to, or respond to other forms"),
        (Responses(16, 2, 9, 5), "respond mostly to one class"),
    ],
)
def test_mostly_means_more_than_half(found, said):
    """And beside it stands how many agree in both or in neither, and what chance would do."""
    sentence = responses_in_words(found, 2)

    assert sentence.startswith(f"The second layer's units {said}: ")
    both = found.n_direction + found.n_class + found.n_neither - found.n
    assert (f"({number(both)} in both)" in sentence) == (both > 0)
    assert f"neither in {number(found.n_neither)}. By chance about one would do so in each respect." in sentence
