"""What holds for every data set that is there offline; a new one is found automatically."""

import numpy as np
import pytest

import catalogue
from settings import settings

pytestmark = pytest.mark.slow

BUILT_IN = [entry.name for entry in catalogue.entries() if entry.source in ("embedded", "generated")]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The home in which the built-in data sets are made."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module", params=BUILT_IN)
def loaded(request, place):
    """A built-in data set, loaded once, with its entry."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CROSSOVER_HOME", str(place))
        settings.cache_clear()
        entry = next(entry for entry in catalogue.entries() if entry.name == request.param)
        yield entry, catalogue.load(request.param)
    settings.cache_clear()


def test_images_are_bytes_with_channels_last(loaded):
    """X is uint8 (n, h, w, c) of one size in train and test, and uses more than a few of its values."""
    _, images = loaded
    for X in (images.X_train, images.X_test):
        assert X.dtype == np.uint8
        assert X.shape[1:] == images.shape
        assert len(np.unique(X[:100])) > 20
    assert images.shape[2] in (1, 3)


def test_every_class_is_in_train_and_test(loaded):
    """Labels are int64 and number the class names, all of them on both sides."""
    _, images = loaded
    for X, y in ((images.X_train, images.y_train), (images.X_test, images.y_test)):
        assert y.dtype == np.int64
        assert len(X) == len(y)
        assert np.unique(y).tolist() == list(range(len(images.classes)))
    assert len(set(images.classes)) == len(images.classes) >= 2


def test_no_test_image_is_a_training_image(loaded):
    """Train and test never mix."""
    _, images = loaded
    train = {image.tobytes() for image in images.X_train}
    assert not any(image.tobytes() in train for image in images.X_test)


def test_entry_says_what_loading_gives(loaded):
    """Name, title, sizes and version agree with what the catalogue tells beforehand."""
    entry, images = loaded
    assert (images.name, images.title) == (entry.name, entry.title)
    assert (len(images.y_train), len(images.y_test)) == (entry.n_train, entry.n_test)
    assert images.version == catalogue.version(entry.name)
    assert entry.available
    assert entry.description.endswith(".")
    assert len(images.y_train) >= 2_000


def test_arrays_can_be_written_to_without_harm(loaded, place, monkeypatch):
    """A caller may change its arrays; nobody else who loads the same files sees it."""
    entry, images = loaded
    monkeypatch.setenv("CROSSOVER_HOME", str(place))
    settings.cache_clear()
    before = images.X_train[0].copy()
    images.X_train[0] ^= 255
    assert np.array_equal(catalogue.load(entry.name).X_train[0], before)
    images.X_train[0] = before


def test_mirrored_only_where_the_class_stays(loaded):
    """A mirrored digit is no digit, and a mirrored arrangement is another class."""
    entry, images = loaded
    assert images.mirrored == (entry.name not in ("digits", "shapes-arrangement"))
