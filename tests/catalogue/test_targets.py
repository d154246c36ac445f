"""Targets to approximate: their points lie between each other, and a drawing of any shape is read or refused."""

import numpy as np
import pytest

from catalogue import targets
from catalogue.targets import DRAWN, IMAGE, MOST_HEIGHTS, NAMES, checked, even_points, read_heights, target


def test_every_target_has_finite_values_between_minus_one_and_one():
    """Errors of different targets are on one scale."""
    for name in NAMES:
        values = target(name)(even_points(name, 48))

        assert np.isfinite(values).all()
        assert np.abs(values).max() <= 1.25
        assert np.ptp(values) > 1


@pytest.mark.parametrize("name", ["kink", IMAGE])
def test_test_points_lie_between_training_points(name):
    """No model has seen a point on which it is scored."""
    training, test = (
        np.unique(points(name)[:, 0].round(12)) for points in (targets.training_points, targets.test_points)
    )

    assert not set(training) & set(test)
    assert ((training[:-1] < test) & (test < training[1:])).all()


def test_heights_are_joined_by_straight_lines():
    """Three heights: the middle of each line is the mean of its ends."""
    values = target(DRAWN, (0, 1, -1))(np.array([[-1.0], [-0.5], [0.0], [0.5], [1.0]]))

    assert list(values) == [0, 0.5, 1, 0, -1]


@pytest.mark.parametrize(
    ("text", "heights"), [("0, 1", (0, 1)), (" -1;.5 1e-1 ", (-1, 0.5, 0.1)), ("0 " * 200, (0,) * 200)]
)
def test_heights_are_read_however_they_are_separated(text, heights):
    """Commas, semicolons, spaces."""
    assert read_heights(text) == heights


def test_what_is_no_drawing_is_refused_in_one_sentence():
    """Empty, one point, a thousand, no number, too high: each says what would be right."""
    for text, says in [
        ("", "there are none"),
        (" ,, ", "there are none"),
        ("0.5", "there are 1"),
        ("0 " * 1000, "there are 1,000"),
        ("0 nan", "nan is not"),
        ("0 inf", "inf is not"),
        ("0 1.5", "1.5 is not"),
        ("0 <b>", "as numbers from -1 to 1"),
        ("0 1,5 x", "as numbers"),
    ]:
        with pytest.raises(ValueError, match=says) as problem:
            read_heights(text)
        assert str(problem.value).endswith(".")


@pytest.mark.parametrize("heights", [(), (0.0,), (float("nan"), 0.0), (0.0,) * (MOST_HEIGHTS + 1)])
def test_a_worker_checks_heights_again(heights):
    """Whoever asks, no target has holes."""
    with pytest.raises(ValueError, match="height"):
        target(DRAWN, heights)
    with pytest.raises(ValueError, match="height"):
        checked(heights)


def test_an_unknown_target_is_refused_with_the_known_ones():
    """A sentence, not a KeyError."""
    with pytest.raises(ValueError, match="no target 'x'; there are waves"):
        target("x")
