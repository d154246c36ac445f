"""Classes that only the names of the files tell, by every door; and names that tell none."""

import hashlib

import pytest

from catalogue.layout.files import FileRow, settle
from catalogue.layout.gathered import gather
from catalogue.layout.report import fault, report
from tests.catalogue.doors import through_all
from tests.uploads.delivered import drawn


def numbered(*patterns, n=6):
    """A file of each pattern for each number from 1."""
    return [pattern.format(n=number) for pattern in patterns for number in range(1, n + 1)]


READ = {
    "Kaggle's cats and dogs": (
        numbered("train/cat.{n}.jpg", "train/dog.{n}.jpg", "test1/{n}.jpg"),
        "cat, dog",
        " in train/. 6 images were left out (no label: test1/ has no class folders).",
    ),
    "Oxford's pets": (
        [*numbered("images/Birman_{n}.jpg", "images/american_bulldog_{n}.jpg"), "annotations/trimaps/Birman_1.png"],
        "Birman, american_bulldog",
        " in images/.",
    ),
    "ImageNet": (numbered("n02123045_{n}.JPEG", "n02124075_1{n}.JPEG"), "n02123045, n02124075", "."),
    "numbers first": (numbered("000{n}_airplane.png", "001{n}_frog.png"), "airplane, frog", "."),
    "copies on Windows": (["cat.jpg", "dog.jpg", *numbered("cat ({n}).jpg", "dog ({n}).jpg")], "cat, dog", "."),
    "one folder": (numbered("pets/cat{n}.jpg", "pets/dog{n}.jpg", n=20), "cat, dog", " in pets/."),
    "kinds of one class": (numbered("cats/tabby{n}.jpg", "cats/black{n}.jpg"), "black, tabby", " in cats/."),
    "two numbers": (numbered("Auklet_000{n}_1{n}.jpg", "Fish_Crow_000{n}_2{n}.jpg"), "Auklet, Fish_Crow", "."),
    "numbers on both sides": (numbered("{n}-cat-1{n}.jpg", "{n}-dog-2{n}.jpg"), "cat, dog", "."),
    "parts of boxes": (
        numbered(*(f"{part}/images/{pet}{{n}}.jpg" for part in ("train", "valid") for pet in ("cat", "dog"))),
        "cat, dog",
        " in train/images/, tested with valid/images/.",
    ),
    "other letters": (numbered("बिल्ली{n}.jpg", "कुत्ता {n}.jpg"), "कुत्ता, बिल्ली", "."),
    "capitals": (numbered("Cat{n}.jpg", "cat_1{n}.jpg", "dog{n}.jpg"), "Cat, dog", ". Cat and cat are one class."),
    "one without a class": (
        [*numbered("cat{n}.jpg", "dog{n}.jpg", n=20), "cover.jpg"],
        "cat, dog",
        ". 1 image was left out (its name tells no class, unlike those of the others).",
    ),
    "pieces of a pile": (
        numbered("part_1/cat{n}.jpg", "part_2/dog{n}.jpg"),
        "cat, dog",
        " in part_1/ and part_2/.",
    ),
    "yes and no": (numbered("yes_{n}.jpg", "no_{n}.jpg"), "no, yes", "."),
    "first names": (numbered("Jan{n}.jpg", "Sam{n}.jpg", "Eva{n}.jpg"), "Eva, Jan, Sam", "."),
    "things": (numbered("camera_{n}.jpg", "cup_{n}.jpg", "unknown_{n}.jpg"), "camera, cup, unknown", "."),
    "letters": (numbered("a{n}.jpg", "o{n}.jpg"), "a, o", "."),
    "a class called like a part": (numbered("car_{n}.jpg", "train_{n}.jpg"), "car, train", "."),
}


@pytest.mark.parametrize("kind", READ)
def test_names_tell_the_classes_where_no_folder_does(tmp_path, home, kind):
    """And each door says so, in the same words."""
    places, classes, rest = READ[kind]
    for number, place in enumerate(places):
        (tmp_path / "set" / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "set" / place).write_bytes(drawn(number))
    told, _ = through_all(tmp_path / "set", tmp_path / "doors")
    assert told[0] == told[1] == told[2]
    n = len(classes.split(", "))
    assert told[0]["understood"] == f"{n} classes ({classes}), read from the names of the files{rest}"


UNREAD = {
    "a camera": numbered("IMG_000{n}.JPG"),
    "two cameras": numbered("IMG_000{n}.JPG", "DSC0{n}.JPG"),
    "two cameras of one letter": numbered("P101000{n}.JPG", "R000100{n}.JPG"),
    "phones": numbered("IMG-2026010{n}-WA0001.jpg", "PXL_2026010{n}_101112131.jpg"),
    "messengers": numbered("WhatsApp Image 2026-01-0{n} at 10.11.12.jpeg", "photo_2026-01-0{n}_10-11-12.jpg"),
    "screens": numbered("Screenshot 2026-01-0{n} at 10.11.12.png", "Bildschirmfoto 2026-01-0{n} um 10.11.12.png"),
    "programs": numbered("frame_{n}.png", "scan{n}.png", "image ({n}).png", "photo {n}.png"),
    "dates": numbered("2026-01-0{n}.jpg", "Jan {n}, 2026.jpg", "Feb {n}, 2026.jpg"),
    "words that may be classes": numbered("camera_{n}.jpg", "signal-2026-01-0{n}-101112.jpg"),
    "numbers": numbered("{n}.jpg", "100{n}.jpg"),
    "digests": [f"{hashlib.sha256(bytes([n])).hexdigest()[:12]}.jpg" for n in range(20)],
    "digests and numbers": numbered("5f3c9e1b_{n}.jpg", "5f3c9e1d_{n}.jpg"),
    "one class": numbered("cat{n}.jpg"),
    "names of their own": [f"{name}1.jpg" for name in ("anna", "bob", "carl", "dora", "emil", "fay", "gus")],
    "no numbers": ["cat.jpg", "dog.jpg", "big cat.jpg", "big dog.jpg"],
    "half of them": numbered("cat{n}.jpg", "dog{n}.jpg", "IMG_{n}.jpg"),
    "parts": numbered("train_{n}.jpg", "test_{n}.jpg", "val_{n}.jpg"),
}


@pytest.mark.parametrize("kind", UNREAD)
def test_names_that_tell_no_classes_are_refused(tmp_path, home, kind):
    """With one sentence that says what to do, the same by each door."""
    for number, place in enumerate(UNREAD[kind]):
        (tmp_path / "set" / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "set" / place).write_bytes(drawn(number))
    told, _ = through_all(tmp_path / "set", tmp_path / "doors")
    why = "holds no images in folders and the names of its files tell no two classes of several images each: please put"
    assert [why in str(sentence) for sentence in told] == [True] * 3, told


NAMES = ("cat1", "cat2", "cat3", "cat4", "dog1", "dog2", "dog3", "dog4")


def test_folders_and_tables_go_before_names():
    """Names are asked only where those tell fewer than two classes."""
    rows = [FileRow(place) for place in (("a", "cat1.jpg"), ("a", "dog1.jpg"), ("b", "cat2.jpg"), ("b", "dog2.jpg"))]
    assert settle(rows)[1].classes == ("a", "b")
    table = FileRow(
        ("labels.csv",), "No image.", tells={"labels": {f"{name}.jpg": "xy"[n % 2] for n, name in enumerate(NAMES)}}
    )
    assert settle([*(FileRow((f"{name}.jpg",)) for name in NAMES), table])[1].classes == ("x", "y")


def test_a_part_whose_names_are_not_those_of_the_training_images_has_no_labels():
    """`val_1.JPEG` is a number, not a class without training images."""
    places = numbered("train/n01_{n}.JPEG", "train/n02_{n}.JPEG", "val/ILSVRC_val_{n}.JPEG", "pred/n01_{n}.JPEG")
    settled, told = settle([FileRow(tuple(place.split("/"))) for place in places])
    assert report(settled, told).taken == {"n01": 6, "n02": 6}
    assert report(settled, told).gaps == []
    assert [file.left_out for file in settled[12:]] == [
        f"No label: {x}/ has no class folders." for x in ("val",) * 6 + ("pred",) * 6
    ]


def test_images_beside_a_part_are_for_training():
    """`cat1.jpg` beside `test/cat9.jpg`; an image that is broken counts in the class of its name."""
    rows = [FileRow((f"{name}.jpg",)) for name in NAMES] + [FileRow(("test", f"{name}.jpg")) for name in NAMES]
    broken = FileRow(("cat5.jpg",), "cat5.jpg is damaged.")
    settled, told = settle([*rows, broken])
    assert told.sentence == "2 classes (cat, dog), read from the names of the files, tested with test/."
    assert [file.part for file in settled] == ["train"] * 8 + ["test"] * 8 + ["train"]
    assert settled[-1].label == "cat"


def test_loose_files_that_come_one_after_the_other_keep_the_classes_of_their_names():
    """Beside files of a class that was named; two archives without folders are a class each, whatever is in them."""
    pets, fish = [FileRow((f"{name}.jpg",)) for name in NAMES], [FileRow(("fish", f"{n}.jpg")) for n in "12"]
    assert settle(gather([("The images", pets), ("The images", fish)]))[1].classes == ("cat", "dog", "fish")
    assert settle(gather([("pets.zip", pets), ("fish.zip", pets)]))[1].classes == ("fish", "pets")


def test_a_class_of_one_name_is_missed():
    """As a folder with one image would be."""
    told = report(*settle([FileRow((f"{name}.jpg",)) for name in (*NAMES, "fish1")]))
    assert told.losses == ["“fish” has only one image, and each class needs two or more."]
    assert fault("This set", told) == ""
