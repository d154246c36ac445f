"""What tables beside the images say, and which images they mean, by every door."""

import json
import unicodedata

import pytest

from catalogue.layout.files import FileRow, settle
from catalogue.layout.labels import read_table
from catalogue.layout.report import fault, report
from tests.catalogue.doors import through_all
from tests.uploads.delivered import drawn

PETS = ("cat", "dog")
N = 12


def flags(number):
    """The columns of a one-hot table."""
    return f"{int(number % 2 == 0)},{int(number % 2 == 1)}"


def by_line(head, line):
    """A table with a line for each image."""
    return head + "".join(line.format(n=n, pet=PETS[n % 2], flags=flags(n), box=7 * n) for n in range(N))


READ = {
    "one-hot": ("labels.csv", by_line("filename, cat, dog\n", "{n}.png,{flags}\n"), "{n}.png"),
    "one-hot numbers": ("GroundTruth.csv", by_line("image,cat,dog\n", "ISIC_{n},{flags}.0\n"), "ISIC_{n}.jpg"),
    "other endings": ("labels.csv", by_line("filename,label\n", "img{n}.jpg,{pet}\n"), "img{n}.png"),
    "capitals": ("labels.csv", by_line("filename,label\n", "img_{n}.jpg,{pet}\n"), "IMG_{n}.JPG"),
    "numbers": ("labels.csv", by_line("id,label\n", "{n},{pet}\n"), "{n:05}.png"),
    "numbers as a spreadsheet has them": ("labels.csv", by_line("id,label\n", "{n}.0,{pet}\n"), "image_{n:03}.png"),
    "another place": ("export.csv", by_line("image,id,choice\n", "/data/upload/1/a{n}.png,9{n},{pet}\n"), "a{n}.png"),
    "any name": ("my pets.csv", by_line("file,animal\n", "{n}.png,{pet}\n"), "{n}.png"),
    "no header": ("labels.csv", by_line("", "{n}.png,{pet}\n"), "{n}.png"),
    "no header, boxes": ("boxes.csv", by_line("", "{n}.png,{box},0,{pet}\n"), "{n}.png"),
    "a list": ("list.txt", by_line("", "{n}.png {pet}\n"), "{n}.png"),
    "an object": ("labels.json", json.dumps({f"{n}.png": PETS[n % 2] for n in range(N)}), "{n}.png"),
    "objects": ("min.json", json.dumps([{"image": f"{n}.png", "choice": PETS[n % 2]} for n in range(N)]), "{n}.png"),
}


def told_by(tmp_path, name, text, image):
    """What all doors tell of a folder of such images beside a table."""
    folder = tmp_path / "set"
    (folder / "images").mkdir(parents=True)
    (folder / name).write_text(text, encoding="utf-8")
    for n in range(N):
        (folder / "images" / image.format(n=n)).write_bytes(drawn(n))
    return through_all(folder, tmp_path / "doors")


@pytest.mark.parametrize("kind", READ)
def test_a_table_labels_the_images_that_it_means(tmp_path, home, kind):
    """However it writes the classes, and however it names the images."""
    told, came = told_by(tmp_path, *READ[kind])
    assert told[0] == told[1] == told[2]
    assert told[0]["taken"] == {"cat": 6, "dog": 6}
    (reason,) = came[0]["left_out"]
    assert reason.startswith("It is a table about images, which was read")
    assert ("by the numbers in their names" in reason) == kind.startswith("numbers")


UNREAD = {
    "numbers of two images": ("labels.csv", by_line("id,label\n", "{n},{pet}\n"), ("a/{n:03}.png", "b/{n:04}.png")),
    "numbers of some images": ("labels.csv", by_line("id,label\n", "{n},{pet}\n"), ("{n:03}.png", "x{n}5.png")),
    "two numbers": ("labels.csv", by_line("id,label\n", "{n},{pet}\n"), ("2026-{n}.png",)),
    "other images": ("labels.csv", by_line("file,label\n", "there{n}.png,{pet}\n"), ("here{n}.png",)),
}


@pytest.mark.parametrize("kind", UNREAD)
def test_an_unclear_table_labels_nothing_and_is_told(kind):
    """Numbers join only if they mean one image each and no image is left."""
    name, text, images = UNREAD[kind]
    rows = [FileRow(("set", *image.format(n=n).split("/"))) for image in images for n in range(N)]
    settled, told = settle([*rows, FileRow(("set", name), "No image.", "", read_table(name, text.encode()))])
    assert not {"cat", "dog"} & set(told.classes)
    assert "is a table of other images, such as" in settled[-1].left_out
    if not told.classes:
        assert "the table beside them is a table of other images" in fault("This set", report(settled, told))


def test_columns_that_name_no_class_label_nothing():
    """Several classes an image, captions, folds and probabilities."""
    for text in [
        by_line("filename,cat,dog\n", "{n}.png,1,1\n"),
        by_line("filename,caption\n", "{n}.png,a {pet} by the river\n"),
        by_line("filename,text\n", "{n}.png,photo {n}\n"),
        by_line("filename,fold\n", "{n}.png,{pet}\n"),
        by_line("filename,cat,dog\n", "{n}.png,0.5,0.5\n"),
    ]:
        assert "labels" not in read_table("labels.csv", text.encode())


def tiny_imagenet(folder):
    """Class folders for training; a table for validation; test images without labels."""
    for k, label in enumerate(("n01443537", "n01629819")):
        yield from ((f"train/{label}/images/{label}_{n}.JPEG", drawn(n + 20 * k)) for n in range(6))
    yield from ((f"val/images/val_{n}.JPEG", drawn(40 + n)) for n in range(8))
    yield from ((f"test/images/test_{n}.JPEG", drawn(60 + n)) for n in range(4))
    labels = [f"val_{n}.JPEG\t{('n01443537', 'n01629819')[n % 2]}\t0\t32\t44\t62" for n in range(8)]
    yield "val/val_annotations.txt", "\n".join(labels).encode()
    yield "words.txt", b"n01443537\tgoldfish, Carassius auratus"


def traffic_signs(folder):
    """The same with a table at the top, and images of the same names in both parts."""
    for label in range(2):
        yield from ((f"Train/{label}/{n:05}.png", drawn(n + 20 * label)) for n in range(6))
    yield from ((f"Test/{n:05}.png", drawn(40 + n)) for n in range(8))
    yield "Train.csv", "\n".join(["ClassId,Path", *(f"0,Train/0/{n:05}.png" for n in range(6))]).encode()
    yield "Test.csv", "\n".join(["ClassId,Path", *(f"{n % 2},Test/{n:05}.png" for n in range(8))]).encode()


@pytest.mark.parametrize("make", [tiny_imagenet, traffic_signs])
def test_a_table_labels_the_part_that_has_no_class_folders(tmp_path, home, make):
    """With the classes of the other part's folders; images of one name in two parts are not one image."""
    for place, content in make(tmp_path):
        (tmp_path / "set" / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "set" / place).write_bytes(content)
    told, came = through_all(tmp_path / "set", tmp_path / "doors")
    assert told[0] == told[1] == told[2]
    assert sorted(told[0]["taken"].values()) == [10, 10]
    assert "tested with" in told[0]["understood"]
    assert "stay together" not in told[0]["understood"]
    assert any("which was read" in reason for reason in came[2]["left_out"])


def test_a_table_that_contradicts_the_folders_labels_nothing():
    """Nor does one of classes that no folder has."""
    rows = [FileRow(("train", pet, f"{n}.png")) for pet in PETS for n in range(4)]
    rows += [FileRow(("test", f"{n}.png")) for n in range(4)]
    for label in ("cat", "fish"):
        text = "filename,label\n" + "".join(f"{n}.png,{label}\n" for n in range(4))
        table = FileRow(("labels.csv",), "No image.", "", read_table("labels.csv", text.encode()))
        settled, told = settle([*rows, table])
        assert all(file.left_out.startswith("No label") for file in settled[8:12])
        assert told.classes == PETS


BEAR = unicodedata.normalize("NFC", "Bär"), unicodedata.normalize("NFD", "Bär")
ALIKE = {
    "slashes": (("a/b", "a b", "a-b"), 3, ""),
    "capitals": (("Cat", "cat", "CAT"), 1, "Cat, cat and CAT are one class."),
    "normal forms": ((*BEAR, BEAR[0]), 1, "Bär is written in 2 ways that look alike, which are one class."),
    "blanks": (("a b", "a  b", "a\u00a0b"), 1, "a b is written in 3 ways that look alike, which are one class."),
    "long": (("x" * 200 + "1", "x" * 200 + "2", "x" * 200 + "3"), 3, ""),
}


@pytest.mark.parametrize("kind", ALIKE)
def test_labels_that_look_different_stay_apart_and_merged_ones_are_told(tmp_path, home, kind):
    """Whether a table or a container names them, by every door."""
    spellings, n_classes, sentence = ALIKE[kind]
    table = "\n".join(json.dumps({"file_name": f"{n}.png", "label": spellings[n % 3]}) for n in range(N))
    lines = [json.dumps({"file_name": f"o{n}.png", "label": "other"}) for n in range(3)]
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "metadata.jsonl").write_text("\n".join([table, *lines]), encoding="utf-8")
    for n in range(N):
        (folder / f"{n}.png").write_bytes(drawn(n))
    for n in range(3):
        (folder / f"o{n}.png").write_bytes(drawn(30 + n))
    told, _ = through_all(folder, tmp_path / "doors")
    assert told[0] == told[1] == told[2]
    assert len(told[0]["taken"]) == n_classes + 1
    assert sum(told[0]["taken"].values()) == N + 3
    assert told[0]["understood"].endswith(sentence)
