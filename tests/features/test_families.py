"""The laws of every family of features, and that each gives what scikit-image, SciPy or NumPy gives."""

import numpy as np
import pytest
from skimage import data
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from benchmarks.reference_features import described
from features import FAMILIES, union
from tests.digits import digits
from tests.models.photographs import tiled

pytestmark = pytest.mark.slow


def patches(photograph, height, width, n):
    """`n` tiles of a photograph, spread evenly over it."""
    tiles = tiled(photograph, height, width)
    return tiles[np.linspace(0, len(tiles) - 1, n).astype(int)]


def colour_images():
    """Eight colour images of 32x32."""
    return patches(data.astronaut(), 32, 32, 8)


IMAGES = {
    "digits": lambda: digits()[0][::500],
    "astronaut": colour_images,
    "brick": lambda: patches(data.brick(), 32, 32, 4),
    "gravel": lambda: patches(data.gravel(), 64, 64, 2),
    "grass": lambda: patches(data.grass(), 96, 96, 2),
    "oblong": lambda: patches(data.astronaut(), 23, 37, 6),
    "smallest": lambda: patches(data.astronaut(), 8, 8, 12),
    "nearly_flat": lambda: np.random.default_rng(0).integers(100, 102, (4, 32, 32, 3), dtype=np.uint8),
    "one_colour": lambda: np.full((2, 32, 32, 3), (200, 77, 0), dtype=np.uint8),
}

SETTINGS = {
    "hog": {"orientations": 8, "cells": 3, "cells_per_block": 1},
    "binary_patterns": {"points": 12, "radius": 2.5, "cells": 3},
    "co_occurrence": {"distances": (1, 3), "angles": 6},
    "gabor": {"frequencies": (0.3,), "orientations": 5, "cells": 1},
    "colour_histogram": {"bins": 10, "cells": 3},
    "colour_moments": {"cells": 1},
    "edges": {"cells": 3},
}

every_family = pytest.mark.parametrize("name", FAMILIES)


@every_family
def test_equals_the_definition(name):
    """On real images of any size, and with other settings, a family equals the libraries' definition to 1e-5."""
    for kind, make in IMAGES.items():
        X, family = make(), FAMILIES[name]()
        values = family.transform(X)
        np.testing.assert_allclose(values, described(X, name, family), rtol=1e-5, atol=1e-5, err_msg=kind)

    X, family = colour_images(), FAMILIES[name](**SETTINGS.get(name, {}))
    np.testing.assert_allclose(family.transform(X), described(X, name, family), rtol=1e-5, atol=1e-5)


@every_family
def test_an_image_is_transformed_alone(name):
    """Neither the other images of a batch nor their order changes a row."""
    X = np.tile(colour_images(), (36, 1, 1, 1))  # more than one block
    family = FAMILIES[name]()

    together = family.transform(X)

    np.testing.assert_allclose(
        together[:8], np.concatenate([family.transform(X[i : i + 1]) for i in range(8)]), atol=1e-6
    )
    np.testing.assert_allclose(together[::-1], family.transform(X[::-1]), atol=1e-6)


@every_family
def test_names_match_columns(name):
    """`fit` returns the family, features are float32, and every column has a name of its own."""
    X = colour_images()
    family = FAMILIES[name]()
    features = family.fit(X).transform(X)

    names = family.get_feature_names_out()
    assert features.dtype == np.float32
    assert features.shape == (len(X), len(names))
    assert len(set(names)) == len(names)


@every_family
def test_settings_survive_cloning(name):
    """`clone` and `get_params` keep every setting, and no fitted shape."""
    family = FAMILIES[name](**SETTINGS.get(name, {})).fit(colour_images())

    copy = clone(family)

    assert copy.get_params() == family.get_params()
    assert not hasattr(copy, "shape_")


@every_family
def test_images_are_not_changed(name):
    """Read-only images, as from a memory map, are transformed and stay as they were; no images give no rows."""
    X = colour_images()
    before = X.copy()
    X.setflags(write=False)

    features = FAMILIES[name]().transform(X)

    np.testing.assert_array_equal(X, before)
    assert FAMILIES[name]().transform(X[:0]).shape == (0, features.shape[1])


WRONG = {
    "uint8": np.zeros((2, 32, 32, 3)),
    "shape": np.zeros((2, 32, 32), np.uint8),
    "channels": np.zeros((2, 32, 32, 2), np.uint8),
    "at least 8 pixels": np.zeros((2, 7, 32, 3), np.uint8),
}
"""Images that are refused, each under what the refusal says."""


@every_family
def test_wrong_images_are_refused(name):
    """Both `fit` and `transform` refuse wrong input in one sentence that says what would be right."""
    for sentence, wrong in WRONG.items():
        for method in (FAMILIES[name]().fit, FAMILIES[name]().transform):
            with pytest.raises(ValueError, match=sentence) as error:
                method(wrong)
            assert str(error.value).count(". ") == 0
            assert str(error.value).endswith(".")


def test_union_holds_every_family():
    """The union's columns are those of all families, in the register's order, under the families' names."""
    X = colour_images()

    everything = union()
    features = everything.fit_transform(X)

    np.testing.assert_array_equal(features, np.hstack([family().transform(X) for family in FAMILIES.values()]))
    assert [name.split("__")[0] for name in everything.get_feature_names_out()] == sorted(
        [name.split("__")[0] for name in everything.get_feature_names_out()], key=list(FAMILIES).index
    )


def test_union_drops_and_sets():
    """A family can be left out, and another have its own settings."""
    chosen = union(gabor="drop", edges={"cells": 2})

    names = chosen.fit(colour_images()).get_feature_names_out()

    assert not [name for name in names if name.startswith("gabor")]
    assert len([name for name in names if name.startswith("edges")]) == 2 * 2 * 4


def test_union_refuses_unknown_families():
    """A name that is no family's is refused with the names there are."""
    with pytest.raises(ValueError, match="no family named sift; there are colour_histogram"):
        union(sift={})


def test_other_images_than_fitted_are_refused():
    """A fitted family refuses images of another shape, since its names would not fit them."""
    family = FAMILIES["hog"]().fit(colour_images())

    with pytest.raises(ValueError, match=r"\(32, 32, 3\)"):
        family.transform(IMAGES["digits"]())


def test_names_need_a_shape():
    """Before `fit` there are no names."""
    with pytest.raises(NotFittedError):
        FAMILIES["hog"]().get_feature_names_out()
