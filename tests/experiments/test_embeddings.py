"""Embeddings on disk: computed once, counted in every row, never of a visitor's images."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.base import BaseEstimator

from catalogue.dataset import Images
from experiments import scoring
from experiments.scoring import Watch
from tests.models.images import easy


class Slow(BaseEstimator):
    """Features that are worth keeping: the mean of each image, computed visibly."""

    is_slow = True
    n_features = 1

    def __init__(self, side=1):
        self.side = side

    def transform(self, X):
        """One column."""
        seen.extend(int(image.sum()) for image in X)
        return X.mean(axis=(1, 2, 3), dtype=np.float32)[:, None]


seen = []
"""The sum of each image that was transformed, which names it."""


@pytest.fixture
def images():
    """A data set of 300 images to train on and 20 to test on."""
    seen.clear()
    yield Images("small", "Small", ("a", "b"), *easy(300, seed=0), *easy(20, seed=1), "1", mirrored=True)
    scoring.clear_cache()


def test_each_image_is_embedded_once_and_its_seconds_count_again(images):
    """A larger set computes what is new alone; the smaller one's row costs what it cost the first time."""
    few, all_of_them = np.array([5, 2, 9]), np.arange(300)
    columns, seconds = scoring.transform_train(Slow(), images, few)
    seen.clear()
    again, same_seconds = scoring.transform_train(Slow(), images, few)
    assert seen == []
    _, more = scoring.transform_train(Slow(), images, all_of_them)

    assert np.array_equal(columns, again)
    assert np.array_equal(columns, Slow().transform(images.X_train[few]))
    assert seconds == same_seconds > 0
    assert more > seconds
    assert len(set(seen)) <= 300


def test_other_settings_and_other_images_have_files_of_their_own(images):
    """Neither another side nor a changed image gets numbers that were computed for another."""
    scoring.transform_test(Slow(), images)
    seen.clear()
    scoring.transform_test(Slow(side=2), images)
    assert len(seen) >= 20
    seen.clear()
    changed = replace(images, X_test=255 - images.X_test)
    columns, _ = scoring.transform_test(Slow(), changed)

    assert np.array_equal(columns, changed.X_test.mean(axis=(1, 2, 3), dtype=np.float32)[:, None])


def test_nothing_of_a_visitors_images_is_kept(images, home):
    """Their images are deleted with everything made from them, so nothing lies elsewhere on the disk."""
    own = replace(images, name=f"own-{'a' * 32}")

    assert not scoring.is_kept(Slow(), own)
    assert scoring.is_kept(Slow(), images)
    assert not (home / scoring.FOLDER).exists()


def test_a_stop_ends_the_embedding_and_keeps_what_is_done(images, monkeypatch):
    """Between two blocks the watcher may stop it; what was computed is not computed again."""
    monkeypatch.setattr(scoring, "BLOCK", 100)

    def stop_at_200(done, n):
        assert n == 300
        if done == 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scoring.transform_train(Slow(), images, np.arange(300), Watch(stop_at_200))
    seen.clear()
    scoring.transform_train(Slow(), images, np.arange(300))

    assert len(seen) == 100 + 2  # two warm up


def test_a_half_made_file_is_made_again(images, home):
    """A process that was killed while it made the files leaves no wrong numbers."""
    scoring.transform_test(Slow(), images)
    for file in (home / scoring.FOLDER).glob("*.npy"):
        file.write_bytes(file.read_bytes()[:40])
    columns, seconds = scoring.transform_test(Slow(), images)

    assert np.array_equal(columns, Slow().transform(images.X_test))
    assert seconds > 0
