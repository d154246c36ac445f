"""Groups that a column of a table beside the images names, as a folder inside the class folder would."""

import json
import shutil
from pathlib import Path

import pytest

import catalogue
from catalogue.entries import silent
from catalogue.layout.files import FileRow, settle
from catalogue.layout.labels import read_table
from tests.catalogue.doors import through_all
from tests.uploads.delivered import drawn
from uploads.children.read import read
from uploads.images import read_files
from uploads.limits import limits

PLACES = {f"{n}.png": (("cat", "dog")[n % 2], ("in", "Out", "out")[n // 2 % 3]) for n in range(24)}
"""Of each image its class and its group, which two spell differently."""


def labels_csv(folder):
    """Images without class folders; the table names class and group, and more that is neither."""
    rows = [f"{name},{label},80,{group}" for name, (label, group) in PLACES.items()]
    (folder / "labels.csv").write_text("\n".join(["image,label,width,Location", *rows]), encoding="utf-8")
    return {name: f"pictures/{name}" for name in PLACES}


def metadata_csv(folder):
    """Class folders; the table names no class, and images with their folders."""
    places = {name: f"{label}/{name}" for name, (label, _) in PLACES.items()}
    rows = [f"{places[name]};{group}" for name, (_, group) in PLACES.items()]
    (folder / "metadata.csv").write_text("\n".join(["file_name;group", *rows]), encoding="utf-8")
    return places


def metadata_jsonl(folder):
    """Class folders with a folder inside: what the table says goes before that."""
    lines = [json.dumps({"file_name": name, "sex": group}) for name, (_, group) in PLACES.items()]
    (folder / "metadata.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return {name: f"{label}/day/{name}" for name, (label, _) in PLACES.items()}


@pytest.fixture(params=[labels_csv, metadata_csv, metadata_jsonl])
def folder(request, tmp_path):
    """Such a folder with its images, in two classes."""
    made = tmp_path / "pets"
    made.mkdir()
    for number, place in enumerate(request.param(made).values()):
        (made / place).parent.mkdir(parents=True, exist_ok=True)
        (made / place).write_bytes(drawn(number))
    return made


def test_every_door_knows_the_groups(folder, tmp_path):
    """The operator's folder has them for its test images, an upload for all images; `Out` and `out` are one."""
    images = catalogue.load(str(folder))
    groups = catalogue.test_groups(str(folder))
    archive = tmp_path / "pets.zip"
    read(packed(folder, archive), tmp_path / "delivery", "pets.zip", limits(), silent)
    files = read_files([tmp_path / "delivery"])[0]
    told = {place.rpartition("/")[2]: group for place, group in zip(files["place"], files["subfolder"], strict=True)}

    assert images.classes == ("cat", "dog")
    assert len(groups) == len(images.y_test)
    assert len(set(groups)) == 2
    assert {name: told[name] for name in PLACES} == {name: group for name, (_, group) in PLACES.items()}


def packed(folder, archive):
    """The folder as an archive."""
    return Path(shutil.make_archive(str(archive.with_suffix("")), "zip", folder))


@pytest.mark.parametrize("header", ["file,label", "file,label,width", "group,label", "file"])
def test_other_columns_are_no_groups(header):
    """And without a column of files, a column of groups says nothing."""
    rows = f"{header}\n" + ",".join(["1.png", "cat", "80"][: header.count(",") + 1])

    assert "groups" not in read_table("labels.csv", rows.encode())


def test_a_table_tells_of_its_folder_alone():
    """Where it names no image that is there, folders inside the class folders are the groups."""
    places = [f"{label}/{group}/{n}.jpg" for label in ("cat", "dog") for group in ("in", "out") for n in "12"]
    files = [FileRow(tuple(place.split("/"))) for place in places]
    table = FileRow(("cat", "metadata.csv"), "No image.", tells={"groups": {"dog/in/1.jpg": "east"}})

    assert [one.subfolder for one in settle([*files, table])[0]][:8] == ["in", "in", "out", "out"] * 2
    table = FileRow(("cat", "metadata.csv"), "No image.", tells={"groups": {"out/1.jpg": "east"}})
    assert [one.subfolder for one in settle([*files, table])[0]][:8] == ["", "", "east", "", "", "", "", ""]


ANIMALS = ("Bär", "Bür", "Hund")
DIALECTS = {
    "Windows letters": ("image;label\n", "{n}.png;{label}\n", "cp1252"),
    "UTF-16 and tabs": ("image\tlabel\n", "{n}.png\t{label}\n", "utf-16"),
    "Excel's first line": ("sep=;\r\nimage;label\r\n", "{n}.png;{label}\r\n", "utf-8-sig"),
    "old line ends": ("image,label\r", "{n}.png,{label}\r", "utf-8"),
    "pipes": ("image|label\n", "{n}.png|{label}\n", "utf-8"),
    "a path from here": ("path,label\n", "./images/{n}.png,{label}\n", "utf-8"),
    "a path from above": ("path,label\n", "pets/images/{n}.png,{label}\n", "utf-8"),
    "a path on Windows": ("path,label\n", "C:\\me\\pets\\images\\{n}.png,{label}\n", "utf-8"),
}


def test_dialects_and_paths_of_tables():
    """Whoever wrote it, each image has its label, and labels that differ stay different."""
    for kind in DIALECTS:
        head, row, encoding = DIALECTS[kind]
        text = head + "".join(row.format(n=n, label=ANIMALS[n % 3]) for n in range(12))
        assert classes_by("labels.csv", text.encode(encoding), [f"images/{n}.png" for n in range(12)]) == {
            f"images/{n}.png": ANIMALS[n % 3] for n in range(12)
        }


def test_a_table_of_training_images_says_nothing_of_test_images():
    """Which have the same names and are other images (Kaggle's CIFAR-10)."""
    text = "id,label\n" + "".join(f"{n},{ANIMALS[n % 3]}\n" for n in range(12))
    places = [f"{part}/{n}.png" for part in ("train", "test") for n in range(12)]
    told = classes_by("trainLabels.csv", text.encode(), places)
    assert set(told) == {f"train/{n}.png" for n in range(12)}


def test_an_image_with_two_labels_has_none():
    """A table of objects in images names several classes for one image: the last is not more right than the first."""
    text = "filename,class\n1.png,cat\n1.png,dog\n2.png,cat\n2.png,cat\n3.png,cat\n4.png,dog\n5.png,dog\n"
    told = classes_by("annotations.csv", text.encode(), [f"{n}.png" for n in range(1, 6)])
    assert told == {"2.png": "cat", "3.png": "cat", "4.png": "dog", "5.png": "dog"}


def test_tables_of_parts_are_parts():
    """train.csv and val.csv beside one folder of images."""
    rows = [FileRow(("images", f"{n}.png")) for n in range(16)]
    for name, numbers in (("train.csv", range(12)), ("val.csv", range(12, 16))):
        text = "filename,label\n" + "".join(f"{n}.png,{ANIMALS[n % 2]}\n" for n in numbers)
        rows.append(FileRow((name,), "It is no image.", tells=read_table(name, text.encode())))
    settled, told = settle(rows)
    assert told.sentence == "2 classes (Bär, Bür), from train/, tested with validation/."
    assert [file.part for file in settled[:16]] == ["train"] * 12 + ["test"] * 4


@pytest.mark.parametrize(("column", "values"), [("split", ("train", "test")), ("data set", ("Train", "valid"))])
def test_a_column_of_a_table_tells_the_parts(column, values):
    """One table and one folder of images; a value that names no part leaves it to chance, as without the column."""
    lines = [f"{n}.png,{ANIMALS[n % 2]},{values[n >= 12]}" for n in range(16)]
    text = f"filename,label,{column}\n" + "\n".join(lines)
    rows = [FileRow(("images", f"{n}.png")) for n in range(16)]
    settled, _ = settle(
        [*rows, FileRow(("labels.csv",), "It is no image.", "", read_table("labels.csv", text.encode()))]
    )
    assert [file.part for file in settled[:16]] == ["train"] * 12 + ["test"] * 4

    unknown = read_table("labels.csv", text.replace(f",{values[1]}", ",fold 2").encode()).get("parts", {})
    assert set(unknown.values()) == {"train"}


def test_pieces_of_a_pile_are_no_classes_where_a_table_names_them():
    """Folders that differ by a number only (HAM10000)."""
    text = "image_id,dx\n" + "".join(f"ISIC_{n},{'nv' if n % 2 else 'mel'}\n" for n in range(12))
    places = [f"images_part_{1 + n // 6}/ISIC_{n}.jpg" for n in range(12)]
    assert set(classes_by("HAM10000_metadata.csv", text.encode(), places).values()) == {"nv", "mel"}


def classes_by(name, content, places):
    """The class of each of these images that has one, by a table beside them."""
    rows = [FileRow(tuple(place.split("/"))) for place in places]
    settled, _ = settle([*rows, FileRow((name,), "It is no image.", "", read_table(name, content))])
    return {place: file.label for place, file in zip(places, settled, strict=False) if file.is_usable}


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("image,label", "is a table about images, which was read"),
        ("label,pixel0", "or name each file and its class in the columns filename and label of a table"),
    ],
)
def test_a_table_is_told_for_what_it_is(tmp_path, head, sentence):
    """And nobody is asked to save it as JPEG."""
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "train.csv").write_text(head + "".join(f"\n{n}.png,{n % 2}" for n in range(6)))
    for n in range(6):
        (folder / f"{n}.png").write_bytes(drawn(n))
    _, came = through_all(folder, tmp_path / "doors")
    assert all(sentence in str(one) for one in came), came
