"""The classifiers of the swap board: each tries as many settings, by the same rule, on training images alone."""

import numpy as np
import pytest

from models.handcrafted.kernel_svc import KernelSVC
from models.pretrained.scaling import Scaling
from models.swap.head import DEFAULTS, GRIDS, POWERS, Head

RANDOM = np.random.default_rng(0)


def blobs(n, d=6, distance=1.0):
    """Two classes of points around two centres."""
    y = np.arange(n) % 2
    return (RANDOM.standard_normal((n, d)) + distance * y[:, None]).astype(np.float32), y


def test_every_kind_tries_equally_many_settings_and_its_default_is_one_of_them():
    """No column of the board is searched harder than another."""
    assert {len(grid) for grid in GRIDS.values()} == {6}
    assert all(DEFAULTS[kind] in grid for kind, grid in GRIDS.items())
    assert {kind: Head(kind).fit(*blobs(30)).n_tried_ for kind in GRIDS} == dict.fromkeys(GRIDS, 6 * len(POWERS))


@pytest.mark.parametrize("kind", GRIDS)
def test_a_class_with_two_images_leaves_no_folds_so_the_default_is_used(kind):
    """Nothing is chosen where three folds are impossible."""
    head = Head(kind).fit(*blobs(4))

    assert head.n_tried_ == 1
    assert head.chosen_ == {"power": 1.0, **DEFAULTS[kind]}


def test_the_linear_svm_is_the_kernel_svm_with_c_divided_by_the_number_of_columns():
    """So that C means the same for few and for many features."""
    X, y = blobs(4)
    scaled = Scaling().fit(X).transform(X)
    by_hand = KernelSVC("linear", C=10 / 6).fit(scaled, y)

    assert np.allclose(Head("linear_svm").fit(X, y).decision_function(X), by_hand.decision_function(scaled))


def test_a_clearly_better_setting_replaces_the_default():
    """Standardising would make 200 faint columns of noise as large as the one that tells the classes: it is dropped."""
    n = 300
    y = np.arange(n) % 2
    noise = 0.02 * RANDOM.standard_normal((n, 200))
    X = np.hstack([noise, (2.0 * y[:, None] + 0.5 * RANDOM.standard_normal((n, 1)))]).astype(np.float32)

    assert Head("rbf_svm").fit(X, y).chosen_["power"] == 0.0


def test_at_most_so_many_images_are_searched_but_all_are_learned():
    """The support vectors may be any of the images."""
    X, y = blobs(200, distance=0.1)
    head = Head("rbf_svm", at_most=20).fit(X, y)

    assert len(head.pipeline_["classify"].support_vectors_) > 20
