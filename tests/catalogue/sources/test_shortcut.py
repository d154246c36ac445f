"""The data sets of the shortcut trap: the background goes with the class in a share of training, never in the test."""

import numpy as np
import pytest

import catalogue
from catalogue.sources import shortcut

pytestmark = pytest.mark.slow


def background(X):
    """The class whose usual background the corners of images have: blue or brown."""
    corner = X[:, :3, :3].reshape(len(X), -1, 3).astype(float).mean(axis=1)
    return (corner[:, 0] > corner[:, 2]).astype(int)


@pytest.mark.parametrize("share", [50, 95, 100])
def test_the_share_of_training_images_has_the_usual_background(share):
    """Exactly that many of each class, as the pixels say."""
    images = catalogue.load(f"shortcut-{share}")
    agrees = background(images.X_train) == images.y_train

    for label in (0, 1):
        assert 100 * agrees[images.y_train == label].mean() == pytest.approx(share)


def test_in_the_test_set_the_background_tells_nothing():
    """Each class has as many images of each background, and the groups are those of the pixels."""
    images = catalogue.load("shortcut-95")
    found = background(images.X_test)

    assert np.array_equal(found == images.y_test, shortcut.is_usual())
    assert np.bincount(2 * images.y_test + found).tolist() == [250] * 4


def test_only_backgrounds_differ_between_the_shares():
    """The test set is one, and of the training images those change whose background does, as many as the shares say."""
    some, most = (catalogue.load(f"shortcut-{share}") for share in (60, 95))

    assert np.array_equal(some.X_test, most.X_test)
    assert (some.X_train != most.X_train).any(axis=(1, 2, 3)).mean() == pytest.approx(0.35)


def test_they_are_found_by_name_and_listed_nowhere():
    """No list of data sets has six more lines, and nearly the right name is told the right one."""
    assert not set(shortcut.NAMES) & {entry.name for entry in catalogue.entries()}
    assert catalogue.load("shortcut-75").title == "Shortcut, 75 %"
    with pytest.raises(catalogue.UnknownDataset, match="shortcut-95"):
        catalogue.load("shortcut-9")


def test_a_folder_of_that_name_is_hidden_and_told(data):
    """The operator's folder neither replaces the drawn images nor stands in a list."""
    (data / "shortcut-95").mkdir()

    assert "shortcut-95" not in {entry.name for entry in catalogue.entries()}
    assert any("shortcut-95" in problem for problem in catalogue.problems())


def test_the_examples_show_each_class_on_each_background():
    """Their words and their pixels say the same."""
    images, words = zip(*shortcut.examples(), strict=True)

    assert background(np.stack(images)).tolist() == [0, 1, 1, 0]
    assert words[:3] == (
        "circle, usual background",
        "triangle, usual background",
        "circle, other background",
    )
