"""From uploaded images to arrays: as the catalogue would make them, in the chosen size, each fold complete."""

import io
import json
import zipfile

import numpy as np
import pytest
from PIL import Image

import catalogue
from catalogue.arrays import groups_of, read
from catalogue.images.one_image import one_image
from tests.uploads.delivered import deliver, drawn
from uploads.children.arrays import _mirroring, main, make_arrays
from uploads.limits import UnusableUpload
from uploads.prepare import Choices
from uploads.receive import receive

pytestmark = pytest.mark.slow


def silent(part, told):
    """Nobody watches."""


def files(counts, **how):
    """So many images of each class, all different."""
    return [
        (f"{label}/{n}.png", drawn(1_000 * number + n, **how))
        for number, (label, most) in enumerate(counts.items())
        for n in range(most)
    ]


def written(folder, uploaded):
    """The files as a plain folder, for the catalogue to read."""
    for place, content in uploaded:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(content)
    return folder


@pytest.mark.parametrize(("how", "side"), [
    ({"size": (20, 30)}, 0), ({"size": (20, 30), "mode": "L"}, 0), ({"size": (200, 150)}, 64),
])  # fmt: skip
def test_arrays_are_those_of_the_command_line(tmp_path, how, side):
    """The same images as a folder on disk give the same training and test images, pixel by pixel."""
    uploaded = files({"b": 300, "a": 210}, **how)
    delivery = deliver(tmp_path / "1", uploaded)
    make_arrays(tmp_path, [delivery], Choices(side), silent)
    found, expected = read(tmp_path / "arrays" / "1"), catalogue.load(str(written(tmp_path / "plain", uploaded)))
    assert found.classes == expected.classes
    for part in ("X_train", "y_train", "X_test", "y_test"):
        assert np.array_equal(getattr(found, part), getattr(expected, part)), part


def test_each_image_is_tested_once_in_a_small_set(tmp_path):
    """Five folds of the same images: their tests together are all of them, and their sizes add up."""
    delivery = deliver(tmp_path / "1", files({"a": 20, "b": 15}))
    about = make_arrays(tmp_path, [delivery], Choices(32), silent)
    folds = [read(tmp_path / "arrays" / str(fold + 1)) for fold in range(about["n_folds"])]
    tested = np.concatenate([fold.X_test for fold in folds])
    assert about["n_folds"] == 5
    assert about["n_tested"] == len(tested) == len(np.unique(tested.reshape(35, -1), axis=0)) == 35
    assert {len(fold.X_train) + len(fold.X_test) for fold in folds} == {35}
    assert about["n_train"] == min(len(fold.X_train) for fold in folds)
    assert tested.shape[1:] == (32, 32, 3)


def test_groups_belong_to_the_images_that_are_tested(tmp_path):
    """A folder inside the class folders tells each test image's group, in every fold and through every door."""
    shade = {("cat", "in"): 20, ("cat", "out"): 90, ("dog", "in"): 150, ("dog", "out"): 230}
    uploaded = [
        (f"{label}/{group}/{n}.png", flat(level + n)) for (label, group), level in shade.items() for n in range(10)
    ]
    about = make_arrays(tmp_path, [deliver(tmp_path / "1", uploaded)], Choices(32), silent)
    plain = str(written(tmp_path / "plain", uploaded))
    tested = [(read(folder), groups_of(folder)) for folder in sorted((tmp_path / "arrays").iterdir())]
    tested.append((catalogue.load(plain), catalogue.test_groups(plain)))
    assert len(tested) == about["n_folds"] + 1
    for arrays, groups in tested:
        values = arrays.X_test[:, 0, 0, 0].astype(int)
        levels = [shade[arrays.classes[label], group] for label, group in zip(arrays.y_test, groups, strict=True)]
        assert ((values - levels >= 0) & (values - levels < 10)).all()


def flat(level):
    """A PNG of one grey level above and its opposite below."""
    content = io.BytesIO()
    pixels = np.full((32, 32, 3), level, np.uint8)
    pixels[16:] = 255 - level
    Image.fromarray(pixels).save(content, "PNG")
    return content.getvalue()


def test_the_version_follows_images_and_choices(tmp_path):
    """Equal choices give an equal version, so that what was measured counts again; others another one."""
    delivery = deliver(tmp_path / "1", files({"a": 20, "b": 15}))
    versions = [make_arrays(tmp_path, [delivery], Choices(side), silent)["version"] for side in (32, 64, 32)]
    assert versions[0] == versions[2] != versions[1]


def turned(seed, size):
    """A JPEG that the camera noted as lying on its side: it is shown upright."""
    content, note = io.BytesIO(), Image.Exif()
    note[0x0112] = 6
    Image.open(io.BytesIO(drawn(seed, size=size))).save(content, "JPEG", exif=note, quality=95)
    return content.getvalue()


def test_images_that_stay_as_they_are_stand_upright(tmp_path):
    """As the camera was held, just like an image on the compare page, or one given to the exported script."""
    uploaded = [(f"{label}/{n}.jpg", turned(10 * n + len(label), (40, 30))) for label in ("a", "bb") for n in range(8)]
    files = [*uploaded, ("a/upright.png", drawn(99, size=(30, 40))), ("bb/upright.png", drawn(98, size=(30, 40)))]
    delivery = tmp_path / "deliveries" / "1"
    delivery.parent.mkdir()
    with (tmp_path / "arrived").open("wb") as arrived, zipfile.ZipFile(arrived, "w") as archive:
        for place, content in files:
            archive.writestr(place, content)
    receive(tmp_path / "arrived", "turned", delivery, silent)
    about = make_arrays(tmp_path, [delivery], Choices(0), silent)
    assert about["shape"] == [40, 30, 3]
    tested = read(tmp_path / "arrays" / "1")
    known = {one_image(content, place, (40, 30, 3)).tobytes() for place, content in files}
    assert all(image.tobytes() in known for image in [*tested.X_train, *tested.X_test])


def test_what_was_deleted_meanwhile_does_not_come_back(tmp_path, capsys):
    """A preparation that comes too late makes no folder anew."""
    delivery = deliver(tmp_path / "1", files({"a": 5, "b": 5}))
    gone = tmp_path / "gone"
    choices = json.dumps({"side": 32, "together": False})
    assert main(str(gone), json.dumps([str(delivery)]), choices) == 2
    assert "deleted meanwhile" in json.loads(capsys.readouterr().out.splitlines()[-1])["refused"]
    assert not gone.exists()


@pytest.mark.parametrize(("uploaded", "choices", "sentence"), [
    (files({"a": 5}), Choices(32), "only one class"),
    ([*files({"a": 5}), *files({"b": 5}, size=(70, 30))], Choices(0), "different sizes"),
    ([("a/1.png", drawn(1)), ("a/2.png", drawn(1)), *files({"b": 9})], Choices(32), 'No image of "a" is left'),
    (files({str(number): 2 for number in range(101)}), Choices(32), "101 classes"),
])  # fmt: skip
def test_what_cannot_be_compared_is_one_sentence(tmp_path, uploaded, choices, sentence):
    """And leaves no arrays."""
    delivery = deliver(tmp_path / "1", uploaded)
    with pytest.raises(UnusableUpload, match=sentence):
        make_arrays(tmp_path, [delivery], choices, silent)
    assert not list(tmp_path.glob("arrays*"))


def test_a_refusal_is_a_line_of_json(tmp_path, capsys):
    """The page reads what the process prints."""
    delivery = deliver(tmp_path / "1", files({"a": 5}))
    assert main(str(tmp_path), json.dumps([str(delivery)]), json.dumps({"side": 32})) == 2
    assert "only one class" in json.loads(capsys.readouterr().out.splitlines()[-1])["refused"]


def test_folds_that_disagree_about_mirror_images_are_told_without_the_reason_of_one():
    """The sentence of a fold that uses none contradicted the one about all of them."""
    no = (False, "8 more are recognised and 9 fewer: thorough training uses no mirror images.")
    yes = (True, "9 more are recognised and 0 fewer: thorough training also uses mirror images.")

    assert (
        _mirroring([no, yes, no]) == "The training images decide: thorough training uses mirror images in 1 of 3 folds."
    )
    assert _mirroring([no, no]) == no[1]
