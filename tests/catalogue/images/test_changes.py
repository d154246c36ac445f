"""One contract for every change that a slider makes: a new entry in the register is tested by being there."""

import numpy as np
import pytest
from PIL import ImageEnhance
from scipy import ndimage

from catalogue.images.changes import CHANGES, changed
from catalogue.images.encode import as_pillow

GROWING = ("blur", "noise", "brightness", "contrast", "grey", "shuffle")
"""The changes that move every image further from itself the further their slider is moved."""


def photograph(shape):
    """A smooth scene with edges, detail and colour, as images have them."""
    random = np.random.default_rng(1)
    height, width, channels = shape
    rows, columns = np.mgrid[:height, :width] / min(height, width)
    scene = np.stack([120 + 90 * np.sin(3 * rows * (c + 1) + 4 * columns + c) for c in range(channels)], axis=-1)
    scene[height // 3 : height // 2, width // 4 : width // 2] = (200, 60, 30)[:channels]
    return np.clip(scene + random.normal(0, 8, shape), 0, 255).astype(np.uint8)


IMAGES = [photograph(shape) for shape in ((28, 28, 1), (32, 32, 3), (96, 96, 3), (48, 60, 3))]
"""Small in grey and in colour, large, and not square; no test may change them."""


def distance(first, second):
    """The mean absolute difference in grey levels."""
    return float(np.abs(first.astype(float) - second).mean())


def ends(change):
    """The two ends of the slider, without the resting place."""
    return [amount for amount in (change.low, change.high) if amount != change.neutral]


def images_for(change):
    """The images on which the change has an effect."""
    return [image for image in IMAGES if image.shape[2] == 3 or not change.colour_only]


def test_a_slider_has_sound_ends():
    """It rests between its ends, all of which are whole steps apart, and says what it is."""
    for change in CHANGES.values():
        assert change.low <= change.neutral <= change.high
        for end in ends(change):
            assert (end - change.neutral) / change.step == pytest.approx(round((end - change.neutral) / change.step))
        assert CHANGES[change.name] is change
        assert change.label


def test_at_rest_nothing_changes():
    """The neutral amount gives the same bytes."""
    for change in CHANGES.values():
        for image in IMAGES:
            before = image.copy()
            assert np.array_equal(change.apply(image, change.neutral, 5), before)
            assert np.array_equal(image, before)


def test_a_changed_image_is_an_image():
    """Shape and type stay over the whole slider, and the given image is not written to."""
    for change in CHANGES.values():
        for image in IMAGES:
            before = image.copy()
            for amount in np.linspace(change.low, change.high, 5):
                after = change.apply(image, round(amount / change.step) * change.step, 0)
                assert (after.shape, after.dtype) == (image.shape, np.uint8)
            assert np.array_equal(image, before)


def test_the_same_seed_gives_the_same_image():
    """A slider that is moved back shows what it showed before."""
    for change in CHANGES.values():
        for image in IMAGES:
            for amount in ends(change):
                assert np.array_equal(change.apply(image, amount, 3), change.apply(image, amount, 3))


def test_the_first_step_is_hardly_visible_and_the_end_destroys():
    """One step from rest is a small part of what some amount of the slider does to the image."""
    for change in CHANGES.values():
        amounts = [*ends(change), (change.neutral + change.high) / 2]
        for image in images_for(change):
            most = max(distance(change.apply(image, amount), image) for amount in amounts)
            assert most > 14
            assert distance(change.apply(image, change.neutral + change.step), image) < most / 2


def test_further_moved_is_further_away():
    """The mean difference from the image grows with every step, in both directions."""
    for name in GROWING:
        change = CHANGES[name]
        for image in images_for(change):
            for end in ends(change):
                amounts = np.linspace(change.neutral, end, 6)
                far = [distance(change.apply(image, amount, 0), image) for amount in amounts]
                assert far == sorted(far)
                assert far[1] < far[-1]


def test_colour_changes_leave_grey_alone_and_others_do_not():
    """Hue and colour have no effect on grey, with one channel or three equal ones; all other changes have."""
    one = photograph((28, 28, 1))
    for change in CHANGES.values():
        if not change.colour_only:
            assert distance(change.apply(one, ends(change)[-1] * 0.5), one) > 2
            continue
        for amount in ends(change):
            assert np.array_equal(change.apply(one, amount), one)
            assert distance(change.apply(one.repeat(3, axis=2), amount), one.repeat(3, axis=2)) <= 1


def test_an_amount_that_no_slider_has_is_one_sentence():
    """The sentence names the ends of the slider."""
    for change in CHANGES.values():
        for amount in (float("nan"), float("inf"), -1e9):
            with pytest.raises(ValueError, match=rf"^{change.label} goes from .* is not possible\.$"):
                change.apply(photograph((28, 28, 3)), amount)


def test_an_unknown_change_is_one_sentence():
    """It lists the changes that exist."""
    with pytest.raises(ValueError, match=r"^There is no change called 'melt'; there are blur, .*shuffle\.$"):
        changed(photograph((28, 28, 1)), {"melt": 1})


def test_all_at_rest_is_the_image():
    """With no amounts, or all neutral ones, not a bit changes."""
    for image in IMAGES:
        assert np.array_equal(changed(image, {}), image)
        assert np.array_equal(changed(image, {name: change.neutral for name, change in CHANGES.items()}), image)


def test_changes_are_made_one_after_the_other():
    """In the order of the register, whatever the order of the request."""
    for image in IMAGES:
        expected = CHANGES["shift"].apply(CHANGES["blur"].apply(image, 5, 2), 20, 2)
        assert np.array_equal(changed(image, {"shift": 20, "blur": 5}, seed=2), expected)


def test_known_answers():
    """Cases small enough to compute in one's head."""
    image = np.uint8([[0, 100], [200, 255]])[..., np.newaxis]
    tall = np.arange(16, dtype=np.uint8).reshape(4, 4, 1)
    red = np.full((2, 2, 3), (255, 0, 0), np.uint8)

    assert CHANGES["brightness"].apply(image, 20)[..., 0].tolist() == [[51, 151], [251, 255]]
    assert CHANGES["contrast"].apply(image, 0)[..., 0].tolist() == [[139, 139], [139, 139]]  # the mean
    assert CHANGES["rotation"].apply(tall, 90)[..., 0].tolist() == np.rot90(tall[..., 0], -1).tolist()
    assert CHANGES["rotation"].apply(tall, 180)[..., 0].tolist() == tall[::-1, ::-1, 0].tolist()
    assert CHANGES["shift"].apply(tall, 26)[0, :, 0].tolist() == [0, 0, 1, 2]
    assert CHANGES["shift"].apply(tall, -50)[0, :, 0].tolist() == [2, 3, 3, 3]
    assert CHANGES["hue"].apply(red, 120)[0, 0].tolist() == [0, 255, 0]
    assert CHANGES["grey"].apply(red, 100)[0, 0].tolist() == [76, 76, 76]


def test_blur_of_a_point_is_a_bell():
    """A light point spreads to a Gaussian of the standard deviation that the slider names, and loses no light."""
    point = np.zeros((41, 41, 1), np.uint8)
    point[20, 20] = 255
    spread = CHANGES["blur"].apply(point, 2)[..., 0].astype(float)  # 0.82 pixels
    rows = np.arange(41) - 20
    assert spread.sum() == pytest.approx(255, rel=0.05)
    assert np.sqrt((spread.sum(axis=1) * rows**2).sum() / spread.sum()) == pytest.approx(0.82, abs=0.06)


def test_shuffling_keeps_every_piece_and_moves_so_many():
    """The same values as before, and n of the sixteen pieces at another place; what is left over stays."""
    for n in range(2, 17, 2):
        image = np.arange(29 * 29, dtype=np.uint16).reshape(29, 29, 1)
        after = CHANGES["shuffle"].apply(image, n, 0)
        stayed = (after == image)[:28, :28, 0].reshape(4, 7, 4, 7)
        assert sorted(after.ravel()) == sorted(image.ravel())
        assert (stayed.all(axis=(1, 3)).sum(), (~stayed).all(axis=(1, 3)).sum()) == (16 - n, n)
        assert np.array_equal(after[28:], image[28:])


def test_noise_is_another_for_another_seed():
    """And has the spread that the slider names."""
    grey = np.full((96, 96, 1), 128, np.uint8)
    first, second = (CHANGES["noise"].apply(grey, 20, seed).astype(float) for seed in (0, 1))
    assert not np.array_equal(first, second)
    assert (first - 128).std() == pytest.approx(20, rel=0.03)


def test_a_whole_test_set_is_changed_as_its_images_are_one_by_one(monkeypatch):
    """Bit by bit, at every level, whatever stands beside an image and however many are changed together."""
    monkeypatch.setattr("catalogue.images.changes.AT_ONCE", 4)
    for change in CHANGES.values():
        for image in IMAGES:
            images = np.stack([np.roll(image, 3 * number, axis=1) // (1 + number % 3) for number in range(10)])
            seeds = range(7, 17)
            for amount in (*change.levels, change.neutral):
                together = change.apply_to_all(images, amount, seeds)
                alone = [change.apply(one, amount, seed) for one, seed in zip(images, seeds, strict=True)]
                assert np.array_equal(together, np.stack(alone))


@pytest.mark.parametrize("name", ["contrast", "grey"])
def test_mixtures_are_those_of_pillow(name):
    """Of all images together, by a table: the same bits as its enhancers give, in and beyond the range of mixing."""
    enhancer = {"contrast": ImageEnhance.Contrast, "grey": ImageEnhance.Color}[name]
    change = CHANGES[name]
    for image in images_for(change):
        for amount in np.linspace(change.low, change.high, 13).tolist():
            share = amount / 100 if name == "contrast" else 1 - amount / 100
            expected = np.array(enhancer(as_pillow(image)).enhance(share)).reshape(image.shape)
            assert np.array_equal(change.apply(image, amount), expected)


def test_a_shift_is_that_of_scipy():
    """In both directions, by whole pixels."""
    for image in IMAGES:
        for amount in (-50, -12, 4, 22, 50):
            columns = round(amount / 100 * image.shape[1])
            expected = ndimage.shift(image, (0, columns, 0), order=0, mode="nearest")
            assert np.array_equal(CHANGES["shift"].apply(image, amount), expected)


def test_every_change_has_five_levels_that_a_slider_has_too():
    """Each is further from rest than the one before, on the same side, and a whole number of steps away."""
    for change in CHANGES.values():
        away = np.array(change.levels) - change.neutral
        assert len(change.levels) == 5
        assert (np.diff(abs(away)) > 0).all()
        assert (np.sign(away) == np.sign(away[0])).all()
        assert change.low <= min(change.levels) <= max(change.levels) <= change.high
        assert away / change.step == pytest.approx(np.round(away / change.step))


def test_the_first_level_is_hardly_visible_beside_the_last():
    """It changes the image by less than half as much: only shuffling has no small amount."""
    for change in CHANGES.values():
        for image in images_for(change):
            first, last = (distance(change.apply(image, change.levels[place]), image) for place in (0, -1))
            assert first < last / 2
            assert last > 8
