"""Groups that a column of a table beside the images names, as a folder inside the class folder would."""

import json
import shutil
from pathlib import Path

import pytest

import catalogue
from catalogue.entries import silent
from catalogue.layout.files import FileRow, settle
from catalogue.layout.labels import read_table
from tests.uploads.delivered import drawn
from uploads.children.read import read
from uploads.images import list_files
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
    files = list_files([tmp_path / "delivery"])
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

    assert read_table("labels.csv", rows.encode())[1] == {}


def test_a_table_tells_of_its_folder_alone():
    """Where it names no image that is there, folders inside the class folders are the groups."""
    places = [f"{label}/{group}/{n}.jpg" for label in ("cat", "dog") for group in ("in", "out") for n in "12"]
    files = [FileRow(tuple(place.split("/"))) for place in places]
    table = FileRow(("cat", "metadata.csv"), "No image.", groups={"dog/in/1.jpg": "east"})

    assert [one.subfolder for one in settle([*files, table])[0]][:8] == ["in", "in", "out", "out"] * 2
    table = FileRow(("cat", "metadata.csv"), "No image.", groups={"out/1.jpg": "east"})
    assert [one.subfolder for one in settle([*files, table])[0]][:8] == ["", "", "east", "", "", "", "", ""]
