"""Images that show the same have one group: equal files, and copies saved again, smaller or brighter."""

import io
import tracemalloc

import numpy as np
import pytest
from PIL import Image
from skimage import data

from tests.uploads.delivered import deliver, drawn
from uploads.children.copies import find_copies, groups
from uploads.images import read_files

pytestmark = pytest.mark.slow


def seen(image):
    """The thumbnail of an image."""
    return np.asarray(image.convert("RGB").resize((64, 64), Image.Resampling.LANCZOS))


def as_jpeg(image):
    """The image saved as JPEG and opened again."""
    content = io.BytesIO()
    image.save(content, "JPEG", quality=75)
    return Image.open(content)


CHANGES = {
    "saved as JPEG": as_jpeg,
    "half the size": lambda image: image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS),
    "brighter": lambda image: image.point(lambda value: min(255, int(1.1 * value))),
}


def test_a_changed_copy_is_found_and_another_image_is_not_one():
    """Of three photographs and a changed copy of one, only the copy joins its original."""
    cat, coffee, astronaut = (Image.fromarray(photograph()) for photograph in (data.cat, data.coffee, data.astronaut))
    for name, change in CHANGES.items():
        images = [cat, coffee, astronaut, change(cat)]
        found = groups(np.stack([seen(image) for image in images]), ["a", "b", "c", "d"])
        assert found[0] == found[3], name
        assert len(set(found)) == 3, name


@pytest.mark.parametrize("colour", [(200, 200, 200), (200, 30, 30), (0, 0, 0)])
def test_images_of_one_colour_are_copies_only_as_equal_files(colour):
    """Without any contrast nothing can be compared, whatever the colour: swatches differ in their colour."""
    flat = np.full((3, 64, 64, 3), colour, np.uint8)
    assert len(set(groups(flat, ["a", "a", "b"]))) == 2


def test_groups_go_through_a_third():
    """What is like one of a group belongs to it, across blocks of a thousand too."""
    random = np.random.default_rng(0)
    thumbnails = random.integers(0, 256, (2_100, 64, 64, 3), np.uint8)
    thumbnails[2_050] = thumbnails[3]
    thumbnails[1_500] = thumbnails[3]
    found = groups(thumbnails, [str(n) for n in range(2_100)])
    assert found[3] == found[1_500] == found[2_050]
    assert len(set(found)) == 2_098


def test_thousands_of_copies_are_one_group():
    """Equal frames of a film: every pair is a copy, and no list of all pairs is made."""
    thumbnails = np.repeat(np.random.default_rng(0).integers(0, 256, (1, 64, 64, 3), np.uint8), 3_000, axis=0)
    tracemalloc.start()
    found = groups(thumbnails, [str(n) for n in range(3_000)])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert set(found) == {0}
    assert peak < 150e6


def test_groups_are_worked_out_once_for_what_was_uploaded(tmp_path):
    """They are cached beside the images, and computed again when more is uploaded."""
    first = deliver(tmp_path / "1", [("a/1.png", drawn(1)), ("a/2.png", drawn(1)), ("b/1.png", "is no image.")])
    found = find_copies(tmp_path, [first], read_files([first])[0])
    assert list(found) == [0, 0]
    (first / "thumbnails.npy").unlink()
    assert list(find_copies(tmp_path, [first], read_files([first])[0])) == [0, 0]
