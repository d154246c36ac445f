"""What may be changed in an image before the network sees it: what is left of it must be the image."""

import pytest
import torch
from torch.nn import functional

from models.network.augmentation import augmented, hidden, mirrored, shifted


@pytest.fixture(autouse=True)
def seeded():
    """The same changes in every run, and the generator as it was for whoever comes next."""
    with torch.random.fork_rng([]):
        torch.manual_seed(0)
        yield


def random_images(n=64, channels=3, height=16, width=16):
    """Random images, uint8, as the network has them in memory."""
    made = torch.randint(0, 256, (n, channels, height, width), dtype=torch.uint8)
    return made.to(memory_format=torch.channels_last)


def test_without_augmentation_the_images_are_the_same_object():
    """No augmentation costs nothing, not even a copy."""
    images = random_images()

    assert augmented(images, "none") is images


def test_size_and_dtype_stay():
    """Bytes in, bytes of the same shape out, for every form of image, and the caller's are not touched."""
    for kind in ["shift", "mirror"]:
        for shape in [(8, 8), (28, 28), (40, 24), (96, 11), (11, 96)]:
            for channels in [1, 3]:
                images = random_images(4, channels, *shape)
                before = images.clone()
                changed = augmented(images, kind)

                assert changed.shape == images.shape
                assert changed.dtype == torch.uint8
                assert torch.equal(images, before)
                assert not torch.equal(changed, before)


def test_a_shifted_image_is_a_window_on_the_padded_one():
    """Each output is one whole window of the image with its border reflected: nothing is bent, mixed or swapped."""
    images = random_images(32)
    padded = functional.pad(images.float(), (2, 2, 2, 2), "reflect").to(torch.uint8)
    windows = padded.unfold(2, 16, 1).unfold(3, 16, 1)
    places = set()
    for shown, possible in zip(shifted(images), windows, strict=True):
        same = (possible == shown[:, None, None]).flatten(3).all(3).all(0)
        places.add(tuple(same.nonzero()[0].tolist()))

        assert same.sum() == 1
    assert len(places) > 10
    assert {row for row, _ in places} == {column for _, column in places} == set(range(5))


def test_half_of_the_images_are_mirrored():
    """An image is as it was, or left and right are exchanged: never top and bottom, and both happen about as often."""
    images = random_images(200, 8, 16)
    shown = mirrored(images)
    flipped = (shown == images.flip(3)).flatten(1).all(1)
    kept = (shown == images).flatten(1).all(1)

    assert torch.equal(flipped, ~kept)
    assert 70 < flipped.sum() < 130


def test_only_mirror_mirrors():
    """A digit is never shown mirrored: with `shift` left stays left of right, with `mirror` half are exchanged."""
    dark_left = torch.zeros(100, 1, 16, 16, dtype=torch.uint8)
    dark_left[..., 8:] = 200
    brighter_right = {
        kind: (augmented(dark_left, kind)[..., 12:].float().mean((1, 2, 3)) > 100).float().mean()
        for kind in ("shift", "mirror")
    }

    assert brighter_right["shift"] == 1
    assert 0.3 < brighter_right["mirror"] < 0.7


def test_the_hidden_square_takes_a_sixteenth():
    """A square with a quarter of the side is in the mean grey, smaller only where it reaches over the border."""
    images = random_images(500, 16, 16)
    share = (hidden(images) != images).flatten(1).float().mean(1)

    assert share.max() == pytest.approx(1 / 16, abs=0.01)
    assert 0.7 / 16 < share.mean() < 1 / 16


def test_what_is_hidden_is_one_rectangle_of_the_mean_colour():
    """All changed pixels fill one rectangle, in the mean of the image's own channels; the others are untouched."""
    images = torch.zeros(50, 3, 16, 16, dtype=torch.uint8)
    images[..., ::2] = torch.tensor([200, 100, 50], dtype=torch.uint8).view(1, 3, 1, 1)
    for before, after in zip(images, hidden(images), strict=True):
        changed = (before != after).any(0)
        rows, columns = changed.any(1).nonzero(), changed.any(0).nonzero()

        assert changed.sum() == (rows.max() - rows.min() + 1) * (columns.max() - columns.min() + 1)
        assert (after[:, changed] == torch.tensor([[100], [50], [25]])).all()
