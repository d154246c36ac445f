"""Groups that cut across the classes: what the folder inside a class folder says."""

from catalogue.layout.files import FileRow, settle
from catalogue.layout.levels import subfolder
from catalogue.layout.names import spelt_alike


def test_the_folder_inside_the_class_folder():
    """The first that is no part of the data set; none for an image in the class folder itself, or without a class."""
    for place, level, expected in [
        ("cat/indoors/1.jpg", 1, "indoors"),
        ("cat/1.jpg", 1, ""),
        ("train/cat/indoors/1.jpg", 2, "indoors"),
        ("cat/train/indoors/1.jpg", 1, "indoors"),
        ("cat/train/1.jpg", 1, ""),
        ("cat/indoors/day/1.jpg", 1, "indoors"),
        ("1.jpg", 0, ""),
    ]:
        assert subfolder(tuple(place.split("/")), level) == expected


def test_spellings_that_differ_in_case_are_one_group():
    """The first one is kept, as for classes."""
    assert spelt_alike(["Indoors", "", "indoors", "outdoors"]) == ["Indoors", "", "Indoors", "outdoors"]


def test_folders_around_everything_do_not_count():
    """The level of the classes is that inside them."""
    places = [f"archive/{label}/{group}/{n}.jpg" for label in ("cat", "dog") for group in ("in", "out") for n in "12"]
    settled, understood = settle([FileRow(tuple(place.split("/"))) for place in places])

    assert understood.classes == ("cat", "dog")
    assert [file.subfolder for file in settled] == ["in", "in", "out", "out"] * 2
