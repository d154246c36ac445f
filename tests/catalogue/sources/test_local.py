"""Folders and archives of class folders become data sets, whatever their packing."""

import os

import numpy as np
import pytest
from PIL import Image

import catalogue
from catalogue import UnusableDataset
from catalogue.sources import local
from settings import ROOT

SHARED = ROOT.parent / "shared" / "data"


@pytest.mark.parametrize("form", ["", ".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2"])
def test_every_packing_gives_the_same(data, pack, two_classes, greys, form):
    """Classes and images come in natural order, 2 before 10 and 9 before 10."""
    pack(data / f"toy{form}", two_classes)
    images = catalogue.load("toy")
    assert images.classes == ("2", "10")
    assert greys(images.X_train) == [1, 9, 10, 101, 109, 110]
    assert images.y_train.tolist() == [0, 0, 0, 1, 1, 1]
    assert greys(images.X_test) == [51, 151]
    assert (images.shape, images.version) == ((20, 20, 1), catalogue.version("toy"))
    assert not images.mirrored  # the classes are digits


@pytest.mark.parametrize("wrapper", ["deeper/", "one/two/", "./"])
def test_a_folder_too_many_does_no_harm(data, pack, two_classes, wrapper):
    """Folders around everything, resource forks, dot files and stray files are passed over."""
    files = {wrapper + place: content for place, content in two_classes.items()}
    noise = {"__MACOSX/train/2/._1.png": b"", wrapper + "train/2/.DS_Store": b"", wrapper + "train/2/notes.txt": b""}
    images = catalogue.load(str(pack(data / "toy.zip", files | noise)))
    assert (images.classes, len(images.y_train), len(images.y_test)) == (("2", "10"), 6, 2)


def test_without_a_test_part_one_in_five_is_set_aside(data, pack, image):
    """The same images each time, as many of each class as its share."""
    files = {f"{label}/{n}.png": image(100 * (label == "dog") + n) for label in ("cat", "dog") for n in range(10)}
    images = catalogue.load(str(pack(data / "pets", files)))
    again = catalogue.load(str(pack(data / "pets.zip", files)))
    assert np.bincount(images.y_train).tolist() == [8, 8]
    assert np.bincount(images.y_test).tolist() == [2, 2]
    assert np.array_equal(images.X_test, again.X_test)
    assert "0 more are recognised and 0 fewer" in images.mirrored_why


def test_mixed_sizes_and_modes_become_one(data, pack, image):
    """Images that differ are cut to 64x64 in colour; transparent parts are white, and 12 of 16 bits become 8."""
    files = {
        "a/1.png": image(7, (200, 100)),
        "a/2.jpg": image((255, 0, 0), (300, 400), "RGB", "JPEG"),
        "b/1.png": image((0, 0, 0, 0), (20, 20), "RGBA"),
        "b/2.png": image(2559, (20, 30), "I;16"),
        "b/3.gif": image(1, (20, 20), "P", "GIF"),
        "b/4.png": image(1, (20, 20), "1"),
    }
    images = catalogue.load(str(pack(data / "mixed.zip", files)))
    assert images.shape == (64, 64, 3)
    colours = {tuple(X[0, 0]) for X in np.concatenate([images.X_train, images.X_test])}
    assert {(7, 7, 7), (255, 255, 255), (159, 159, 159)} <= colours


def test_large_images_are_turned_as_the_camera_was(data, pack, image):
    """A photograph whose orientation is in its EXIF data stands upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = data / "turned.png"
    half = Image.new("L", (128, 128), 0)
    half.paste(255, (0, 0, 128, 64))  # the upper half is light: turned by a quarter, the right half
    half.save(buffer, exif=exif)
    files = {f"{label}/{n}.png": buffer.read_bytes() + bytes(n) for label in "ab" for n in (1, 2)}
    image = catalogue.load(str(pack(data / "photos.zip", files))).X_train[0, :, :, 0]
    assert (image[32, 8], image[32, 56]) == (0, 255)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "holds no files"),
        ({"1.png": None, "2.png": None}, "no images in folders"),
        ({"cats/1.png": None, "cats/2.png": None}, 'only one class, "cats"'),
        ({"a/1.png": None, "a/2.png": None, "b/1.png": None}, "“b” has only one image"),
        (
            {"train/a/1.png": None, "train/b/1.png": None, "test/a/1.png": None, "test/a/2.png": None},
            "“b” has only one image",
        ),
        (
            {"a/1.png": b"no image", "b/1.png": None, "b/2.png": None},
            "No image of “a” can be used .it is not an image",
        ),
    ],
)
def test_what_is_wrong_is_one_sentence(data, pack, image, files, sentence):
    """A data set that cannot be used says what is missing, and where."""
    path = pack(data / "bad.zip", {place: content or image() for place, content in files.items()})
    with pytest.raises(UnusableDataset, match=sentence) as caught:
        catalogue.load(str(path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("form", [".zip", ".tar", ".tar.gz", ".tar.xz", ".tar.bz2"])
@pytest.mark.parametrize("kept", [0, 0.52])
def test_broken_archive_is_listed_but_says_so(data, pack, two_classes, form, kept):
    """Half an archive, or none, breaks nothing but its own loading."""
    path = pack(data / f"toy{form}", two_classes)
    content = path.read_bytes()
    path.write_bytes(content[: int(kept * len(content))])
    (data / "gone.zip").symlink_to(data / "nowhere")
    assert "toy" in {entry.name for entry in catalogue.entries()}
    with pytest.raises(
        UnusableDataset,
        match=r"^toy.* is (empty|damaged|one compressed file).*: please .*\.$",
    ):
        catalogue.load("toy")


def test_nothing_outside_is_written_or_read(data, pack, two_classes, tmp_path):
    """Places that climb out of the archive, and links, touch no file."""
    (data / "toy").mkdir()
    pack(data / "toy", two_classes)
    (tmp_path / "secret.png").write_bytes(b"secret")
    (data / "toy" / "train" / "2" / "5.png").symlink_to(tmp_path / "secret.png")
    assert len(catalogue.load("toy").y_train) == 6
    before = {path for path in tmp_path.rglob("*") if "home" not in path.parts}
    climbing = {f"../../../train/{place}": content for place, content in two_classes.items()}
    with pytest.raises(UnusableDataset, match="leads out of the archive"):
        catalogue.load(str(pack(data / "climb.tar", climbing)))
    after = {path for path in tmp_path.rglob("*") if "home" not in path.parts}
    assert after - before == {data / "climb.tar"}


def test_files_are_read_for_their_version_once(data, pack, two_classes, monkeypatch):
    """Its digest is kept in the home, for this process and others, until a size or a time of change differs."""
    archive = data / "toy.zip"
    pack(archive, two_classes)
    first, read = catalogue.version("toy"), local._file_digest
    monkeypatch.setattr(local, "_file_digest", lambda path: pytest.fail(f"read {path}"))
    assert catalogue.version("toy") == first

    monkeypatch.setattr(local, "_file_digest", read)
    archive.write_bytes(archive.read_bytes() + b" ")
    assert catalogue.version("toy") != first


def test_changed_files_are_another_version(data, pack, two_classes, image):
    """Replacing an image changes version and arrays, for folders and archives."""
    for path in (data / "toy", data / "toy2.zip"):
        pack(path, two_classes)
        before = catalogue.load(path.stem)
        pack(path, two_classes | {"train/2/1.png": image(42)})
        os.utime(path / "train/2/1.png" if path.is_dir() else path, ns=(1, 1))
        after = catalogue.load(path.stem)
        assert (before.version != after.version, after.X_train[0, 0, 0, 0]) == (True, 42)


def test_sizes_are_known_once_loaded(data, pack, two_classes):
    """An archive's entry counts its images after the first load."""
    pack(data / "toy.zip", two_classes)
    entries = [next(entry for entry in catalogue.entries() if entry.name == "toy")]
    catalogue.load("toy")
    entries.append(next(entry for entry in catalogue.entries() if entry.name == "toy"))
    assert [(entry.n_train, entry.n_test) for entry in entries] == [(None, None), (6, 2)]


def test_embedded_names_cannot_be_taken(data, pack, two_classes):
    """A folder called digits does not hide the digits; one called mnist comes before the download."""
    pack(data / "digits", two_classes)
    pack(data / "mnist", two_classes)
    sources = {entry.name: entry.source for entry in catalogue.entries()}
    assert (sources["digits"], sources["mnist"]) == ("embedded", "local")


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real archives lie in ../shared/data, which is not here")
def test_real_cifar10_archive():
    """60,000 JPEG images in ten classes, under the title that says they are a copy."""
    images = catalogue.load(str(SHARED / "cifar10-jpeg.tar.xz"))
    assert images.title == "CIFAR-10 (JPEG copy)"
    assert (images.shape, np.bincount(images.y_train).tolist()) == ((32, 32, 3), [5_000] * 10)
    assert np.bincount(images.y_test).tolist() == [1_000] * 10


def test_a_folder_and_an_archive_of_one_name_are_both_offered(data, pack, two_classes, image):
    """The folder comes first in the order of names; the archive keeps its ending."""
    pack(data / "toy", two_classes)
    pack(data / "toy.zip", {f"{label}/{n}.png": image(40 * n) for label in "abc" for n in range(2)})
    listed = [entry.name for entry in catalogue.entries() if entry.source == "local"]

    assert listed == ["toy", "toy.zip"]
    assert [len(catalogue.load(name).classes) for name in listed] == [2, 3]
    assert catalogue.load("toy.zip").name == "toy.zip"
