"""How sure kept models are: calibrated by training images that they have not learned from, never by the test images."""

import numpy as np
import pytest

from catalogue import subset
from explain.confidence import confidence, unused_images
from explain.held_out import spread_over_classes

pytestmark = pytest.mark.slow


def test_predictions_are_the_models_own(kept, on_digits):
    """Right where the model itself is; calibration changes how sure it is, and no prediction."""
    said = confidence(on_digits)
    images = kept.images["digits"]

    assert np.array_equal(said.right, kept.models[on_digits].predict(images.X_test) == images.y_test)
    assert (np.argsort(said.before, kind="stable").shape, said.after.shape) == ((1500,), (1500,))
    assert ((said.before > 0) & (said.before <= 1) & (said.after > 0) & (said.after <= 1)).all()


def test_calibration_helps_on_images_that_it_has_not_seen(kept, on_digits):
    """Mean confidence is nearer to the share of right answers, or within two points of it."""
    said = confidence(on_digits)
    before, after = (abs(one.mean() - said.right.mean()) for one in (said.before, said.after))

    assert after < max(before, 0.02)


def test_no_image_that_was_learned_from_calibrates(kept, on_digits):
    """The training images are those that the seed did not draw."""
    images = kept.images["digits"]
    unused = unused_images(images, 400, 3)

    assert not set(unused) & set(subset(images, 400, 3))
    assert len(unused) == len(images.y_train) - 400


def test_where_nothing_is_left_to_calibrate_a_sentence_says_so(kept):
    """A model of all training images has none that it did not learn from."""
    id = kept.keep("colours", "svm", 400)
    with pytest.raises(ValueError, match="400 of 400 training images, so there are fewer than 50 left"):
        confidence(id)


def test_images_are_spread_over_classes():
    """Each class as often as among all, in rising order."""
    y = np.r_[np.zeros(100, int), np.ones(300, int)]
    rows = spread_over_classes(y, np.arange(400), 40)

    assert np.bincount(y[rows]).tolist() == [10, 30]
    assert (np.diff(rows) > 0).all()
