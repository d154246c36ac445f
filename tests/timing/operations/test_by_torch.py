"""Features in torch equal the families' own, on the processor and on a GPU."""

from itertools import product

import numpy as np
import pytest
import torch

from features import FAMILIES
from features.binary_patterns import pattern_labels
from features.family import grey
from tests.features.test_families import IMAGES, SETTINGS
from timing.operations import by_torch

pytestmark = pytest.mark.slow

NO_GPU = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
DEVICES = ["cpu", pytest.param("cuda", marks=[pytest.mark.gpu, NO_GPU])]


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("name", by_torch.BY_TORCH)
def test_torch_gives_what_the_family_gives(name, device):
    """On real images, grey and colour, oblong, flat and smallest, with any settings, to 1e-5."""
    for (kind, make), settings in product(IMAGES.items(), ({}, SETTINGS[name])):
        X, family = make(), FAMILIES[name](**settings)
        found = by_torch.transform(name, family, torch.from_numpy(X.copy()).to(device))

        assert found.dtype == torch.float32
        np.testing.assert_allclose(found.cpu().numpy(), family.transform(X), 1e-5, 1e-5, err_msg=f"{kind} {settings}")


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize(("points", "radius"), [(8, 1.0), (12, 2.5), (6, 1.5)])
def test_every_pattern_is_scikit_images(points, radius, device):
    """Not only the counts: each pixel has scikit-image's label, even where samples and centre are equally bright."""
    from skimage.feature import local_binary_pattern

    X = np.concatenate([IMAGES["astronaut"](), IMAGES["nearly_flat"](), IMAGES["one_colour"]()])
    found = by_torch.patterns(torch.from_numpy(grey(X)).to(device), points, radius).cpu().numpy()
    expected = np.stack([local_binary_pattern(one, points, radius, "uniform") for one in grey(X)])

    np.testing.assert_array_equal(pattern_labels(points)[found], expected)


@pytest.mark.parametrize("device", DEVICES)
def test_brightness_is_the_families_own(device):
    """At every step, an exact half rounded up; a grey image stays as it is."""
    X = np.random.default_rng(0).integers(0, 256, (4, 64, 64, 3), dtype=np.uint8)

    for images in (X, X[..., :1]):
        found = by_torch.grey(torch.from_numpy(images.copy()).to(device))
        np.testing.assert_array_equal(found.cpu().numpy(), grey(images))


def test_the_first_of_equally_long_gradients_counts():
    """As in scikit-image: red rises to the right, green falls down as steeply, blue not at all."""
    images = torch.zeros(1, 3, 3, 3, dtype=torch.uint8)
    images[0, 1, 2, 0] = images[0, 0, 1, 1] = 9
    strength, direction = by_torch.strongest_gradients(images)

    assert strength[0, 1, 1] == 9
    assert direction[0, 1, 1] == 255 * 511 + 255 + 9


@pytest.mark.parametrize("name", by_torch.BY_TORCH)
def test_a_large_batch_goes_through_in_parts(name, monkeypatch):
    """However many images there are, a few are in memory at a time; the values and their order stay the same."""
    images = torch.from_numpy(IMAGES["astronaut"]().copy())
    whole = by_torch.transform(name, FAMILIES[name](), images)
    monkeypatch.setattr(by_torch, "PIXELS_ON_CPU", 5 * 32 * 32)
    parts = []
    whole_batch = by_torch.BY_TORCH[name]
    noted = lambda part, family: parts.append(len(part)) or whole_batch(part, family)  # noqa: E731
    monkeypatch.setitem(by_torch.BY_TORCH, name, noted)

    torch.testing.assert_close(by_torch.transform(name, FAMILIES[name](), images), whole)
    assert parts == [5, 3]
