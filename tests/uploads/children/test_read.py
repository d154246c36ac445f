"""A delivery contains every uploaded file: the accepted ones to the byte, the others with the reason."""

import dataclasses
import hashlib
import json
import zipfile

import numpy as np
import pytest
from PIL import Image

from tests.uploads.forged import GOOD, half, image, saved, zipped
from uploads.children.read import main
from uploads.children.read import read as read_archive
from uploads.limits import UnusableUpload, limits


@pytest.fixture
def folder(tmp_path):
    """Where the delivery shall appear."""
    return tmp_path / "deliveries" / "1"


@pytest.fixture
def read(tmp_path, folder):
    """Read files as the child process does, without its bounds; the number of images and the progress."""

    def one(files, allowed=None):
        (tmp_path / "arrived").write_bytes(zipped(files))
        told = []
        n_images = read_archive(
            tmp_path / "arrived", folder, "my.zip", allowed or limits(), lambda *message: told.append(message)
        )
        return n_images, told

    return one


def lines_of(folder):
    """What is told of each file."""
    return [json.loads(line) for line in (folder / "files.jsonl").read_text(encoding="utf-8").splitlines()]


def test_it_tells_of_every_file(read, folder):
    """In the order of the archive: place, why it was refused, size, mode, bytes and their digest."""
    wide = image(3, (60, 30), "L")
    n_images, _ = read(
        {"cats/1.png": wide, "cats/2.png": half(wide), "../3.png": wide, "dogs/4.jpg": image(4, form="JPEG")}
    )
    assert n_images == 2
    first, second, third, fourth = lines_of(folder)
    assert first == {
        "place": "cats/1.png",
        "refused": "",
        "width": 60,
        "height": 30,
        "mode": "L",
        "bits": 0,
        "hidden_on": None,
        "colour": None,
        "n_bytes": len(wide),
        "digest": hashlib.sha256(wide).hexdigest(),
        "target": "",
        "title": "my.zip",
    }
    assert second == {
        "place": "cats/2.png",
        "refused": "2.png is damaged or not complete: please save or send it again.",
        "title": "my.zip",
    }
    assert third["refused"].startswith("3.png has a path that leads out")
    assert (fourth["place"], fourth["mode"], fourth["refused"]) == ("dogs/4.jpg", "RGB", "")


def test_originals_are_numbered_as_the_accepted_files(read, folder):
    """Byte for byte as uploaded, whatever was refused between them."""
    files = {"a/1.png": image(1), "a/no.txt": b"no image", "b/2.png": image(2)}
    read(files)
    with zipfile.ZipFile(folder / "originals.zip") as originals:
        assert {name: originals.read(name) for name in originals.namelist()} == {
            "0": files["a/1.png"],
            "1": files["b/2.png"],
        }


def test_thumbnails_are_one_array(read, folder, n=120):
    """uint8 (n, 64, 64, 3) in the order of the accepted files, also of grey ones."""
    read({f"cats/{number}.png": saved(Image.new("L", (90, 70), number)) for number in range(n)})
    thumbnails = np.load(folder / "thumbnails.npy")
    assert (thumbnails.shape, thumbnails.dtype) == ((n, 64, 64, 3), np.uint8)
    assert thumbnails[:, 32, 32].tolist() == [[number] * 3 for number in range(n)]


def test_images_stand_upright(read, folder):
    """As the camera was held: width, height and thumbnail are those that a visitor sees."""
    exif = Image.Exif()
    exif[0x0112] = 6  # the top is on the right
    stored = Image.new("RGB", (120, 60), "white")
    stored.paste("black", (0, 0, 60, 60))
    read({"cats/1.png": saved(stored, exif=exif)})
    (line,), pixels = lines_of(folder), np.load(folder / "thumbnails.npy")[0]
    assert (line["width"], line["height"]) == (60, 120)
    assert (pixels[4, 32, 0], pixels[60, 32, 0]) == (0, 255)


def test_nothing_is_kept_beside_it(read, folder):
    """The delivery has three files, and the folder around it nothing else."""
    read(GOOD)
    assert sorted(path.name for path in folder.iterdir()) == ["files.jsonl", "originals.zip", "thumbnails.npy"]
    assert list(folder.parent.iterdir()) == [folder]


def test_without_any_image_there_is_no_delivery(read, folder):
    """The sentence gives the commonest reason; system files and texts are a reason only where there is no other."""
    for files, sentence in (
        ({}, "^my.zip holds no files: please put the images of each class into a folder"),
        ({"1": b"a", "2": b"b", "3.png": b""}, "^There is no image in my.zip that can be used; 1 is not an image"),
        (
            {".DS_Store": b"", "1.txt": b"a", "2.txt": b"b", "3.png": b""},
            "^There is no .* can be used; 3.png is empty: please",
        ),
    ):
        with pytest.raises(UnusableUpload, match=sentence):
            read(files)
        assert not list(folder.parent.iterdir())


def test_as_many_images_as_are_allowed(read, folder, monkeypatch):
    """Exactly the limit is taken, one more is too many; files that are refused do not count."""
    files = GOOD | {"notes.txt": b"two of them"}
    with pytest.raises(UnusableUpload, match=r"^my.zip holds more than 1 images: please upload fewer\.$"):
        read(files, limits_with(images=1))
    assert not list(folder.parent.iterdir())
    assert read(files, limits_with(images=2))[0] == 2


def limits_with(**changed):
    """The limits with some changed."""
    return dataclasses.replace(limits(), **changed)


def test_an_image_of_too_many_pixels_refuses_only_itself(read, folder):
    """By the limit that was set, which the sentence says."""
    read({"a/1.png": image(1, (30, 30)), "a/2.png": image(2, (31, 30))}, limits_with(pixels=900))
    assert [line["refused"] for line in lines_of(folder)] == [
        "",
        "2.png has more than 900 pixels: please make it smaller first.",
    ]


def test_progress_is_told_now_and_then(read):
    """At least every two hundred files, with the part that was read, and at the end all of it."""
    small = image(1, (4, 4))
    _, told = read({f"cats/{number}.png": small for number in range(450)})
    parts = [part for part, _ in told]
    assert len(parts) >= 3
    assert parts == sorted(parts)
    assert told[-1] == (1.0, "Read 450 images")


def test_what_a_killed_process_left_is_no_hindrance(read, folder):
    """A half-written delivery of before is written anew."""
    partial = folder.with_name("1.partial")
    partial.mkdir(parents=True)
    (partial / "files.jsonl").write_text("half a li")
    read(GOOD)
    assert len(lines_of(folder)) == 2
    assert not partial.exists()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (MemoryError(), "my.zip needs more memory than one upload may take: please upload fewer or smaller images."),
        (
            OSError(28, "No space left on device"),
            "my.zip could not be stored, perhaps for lack of space: please try again later.",
        ),
    ],
)
def test_a_full_computer_is_one_sentence(tmp_path, folder, monkeypatch, capsys, error, sentence):
    """Neither a full disk nor full memory ends in a stack trace, or leaves a file."""

    def fail(*_):
        raise error

    monkeypatch.setattr("uploads.delivery.Delivery.take", fail)
    (tmp_path / "arrived").write_bytes(zipped(GOOD))
    assert main(str(tmp_path / "arrived"), str(folder), "my.zip") == 2
    out, err = capsys.readouterr()
    assert json.loads(out.splitlines()[-1])["refused"].startswith(sentence)
    assert err == ""
    assert not list(folder.parent.iterdir())


def test_an_image_is_decoded_to_its_end(read, folder):
    """A file whose last part is missing is refused, though its size could be read."""
    read(GOOD | {"cats/9.jpg": half(image(1, (200, 200), form="JPEG"), 0.9)})
    assert lines_of(folder)[-1]["refused"] == "9.jpg is damaged or not complete: please save or send it again."
