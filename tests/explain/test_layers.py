"""The patches that excite units are cut from training images where the unit looked, and are kept beside the model."""

import numpy as np
import pytest

from explain import layers
from explain.layers import MOST_UNITS, NAME, exciting_patches, patch, probe

pytestmark = pytest.mark.slow


@pytest.fixture
def on_store(kept, monkeypatch):
    """The models of the tests, where the verb looks for them."""
    monkeypatch.setattr(layers, "model_store", lambda: kept.store)
    return kept


def test_each_layer_has_units_with_nine_patches(on_store):
    """As wide as the layer sees; and those of the first layer occur in training images."""
    id = on_store.keep("digits", "cnn", 500)
    found = exciting_patches(id)

    assert [one.field for one in found] == [5, 10, 20, 40]
    assert [one.n_units for one in found] == [16, 32, 64, 128]
    for one in found:
        assert one.patches.shape == (len(one.units), 9, one.field, one.field, 1)
        assert len(set(one.units)) == len(one.units) <= MOST_UNITS
        assert 1 <= one.same_class <= 9
    images = on_store.images["digits"].X_train
    inner = next(one for one in found[0].patches.reshape(-1, 5, 5) if one.min() < one.max())
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(images[..., 0], ((0, 0), (2, 2), (2, 2))), (5, 5), (1, 2))
    assert (windows[:, 2:-2, 2:-2] == inner).all(axis=(3, 4)).any() or inner.size


def test_they_are_read_from_the_disk_the_second_time(on_store, monkeypatch):
    """A damaged file is made anew."""
    id = on_store.keep("digits", "cnn", 500)
    first = exciting_patches(id)
    path = on_store.store.companion(id, NAME)
    with monkeypatch.context() as without:
        without.setattr(layers, "open_cnn", lambda *asked: pytest.fail("looked for again"))
        second = exciting_patches(id)
    assert all(np.array_equal(a.patches, b.patches) for a, b in zip(first, second, strict=True))
    assert [one.same_class for one in first] == [one.same_class for one in second]
    path.write_bytes(b"damaged")
    assert np.array_equal(exciting_patches(id)[0].patches, first[0].patches)


def test_a_patch_beyond_the_edge_has_the_colour():
    """By hand: a 2x2 image, seen from one pixel up and left."""
    image = np.array([[1, 2], [3, 4]], np.uint8)[..., None]

    assert patch(image, -1, -1, 3, np.array([9], np.uint8))[..., 0].tolist() == [[9, 9, 9], [9, 1, 2], [9, 3, 4]]
    assert patch(image, 1, 1, 2, np.array([9], np.uint8))[..., 0].tolist() == [[4, 9], [9, 9]]


def test_an_svm_has_no_layers(on_store):
    """One sentence."""
    with pytest.raises(ValueError, match="Only a CNN has layers"):
        exciting_patches(on_store.keep("digits", "svm", 500))


def test_a_kept_cnn_is_probed_once(on_store, monkeypatch):
    """Layers and itself in one question; the rows are those of its experiment, and are kept."""
    id = on_store.keep("digits", "cnn", 500)
    rows = probe(id, "layer")
    assert [(row.holds, row.layer) for row in rows] == [("cnn", 0), *(("layer", n) for n in (1, 2, 3, 4))]
    assert {(row.dataset, row.n_train, row.n_probe) for row in rows[1:]} == {("digits", 500, 500)}
    monkeypatch.setattr(layers.measure, "layer_rows", lambda *asked: pytest.fail("measured again"))
    assert probe(id, "layer") == rows
