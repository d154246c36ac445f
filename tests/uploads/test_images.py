"""The table of an upload's files: every file has a line, every image its bytes and its thumbnail."""

import pandas as pd

from catalogue.layout.files import ALONE
from catalogue.layout.levels import NO_CLASS
from tests.uploads.delivered import deliver, drawn
from uploads.images import contents, own_size, read_files, thumbnails


def test_every_file_has_a_line_and_says_why_it_is_not_taken(tmp_path):
    """Refused when it was read, in no class folder, or alone in its class: nothing is silently dropped."""
    files = [
        ("my/cats/1.png", drawn(1)),
        ("my/notes.txt", "notes.txt is not an image."),
        ("my/cats/2.png", drawn(2)),
        ("my/dogs/1.png", drawn(3)),
        ("my/lost.png", drawn(4)),
    ]
    found = read_files([deliver(tmp_path / "1", files)])[0]
    assert list(found["refused"]) == ["", "notes.txt is not an image.", "", ALONE, NO_CLASS]
    assert list(found["label"]) == ["cats", "", "cats", "dogs", ""]
    assert list(found["row"]) == [0, -1, 1, 2, 3]


def test_later_deliveries_follow_and_keep_their_own_bytes(tmp_path):
    """Rows go on counting, numbers start again; each delivery may have a folder of its own around all classes."""
    first = deliver(tmp_path / "1", [("all/cats/1.png", drawn(1)), ("all/dogs/1.png", drawn(2))])
    second = deliver(tmp_path / "2", [("cats/x.png", drawn(3)), ("dogs/y.png", drawn(4))])
    found = read_files([first, second])[0]
    assert list(found["row"]) == [0, 1, 2, 3]
    assert list(found["number"]) == [0, 1, 0, 1]
    assert list(found["label"]) == ["cats", "dogs", "cats", "dogs"]
    assert list(contents(found)) == [drawn(seed) for seed in (1, 2, 3, 4)]
    assert thumbnails([first, second]).shape == (4, 64, 64, 3)


def test_folders_train_and_test_are_parts_not_classes(tmp_path):
    """As in the data sets on disk."""
    places = [f"{part}/{label}/{n}.png" for part in ("Train", "test") for label in ("a", "b") for n in (1, 2)]
    found = read_files([deliver(tmp_path / "1", [(place, drawn(seed)) for seed, place in enumerate(places)])])[0]
    assert list(found["part"]) == ["train"] * 4 + ["test"] * 4
    assert set(found["label"]) == {"a", "b"}


def test_a_stray_image_above_the_folders_changes_nothing(tmp_path):
    """A cover beside the folder that holds all classes is left out; the classes stay what they are."""
    places = ["data/cats/1.png", "data/cats/2.png", "data/dogs/1.png", "data/dogs/2.png", "cover.png"]
    found = read_files([deliver(tmp_path / "1", [(place, drawn(seed)) for seed, place in enumerate(places)])])[0]
    assert list(found["label"]) == ["cats", "cats", "dogs", "dogs", ""]


def test_an_empty_upload_is_an_empty_table():
    """A visitor who has just begun has no files, and that is no error."""
    assert read_files([])[0].empty


def test_own_size_is_of_images_that_can_stay_as_they_are():
    """All of one size, neither too small nor too large for the learners."""
    for widths, heights, size in (([28, 28], [20, 20], (28, 20)), ([28, 29], [20, 20], None), ([200], [200], None)):
        assert own_size(pd.DataFrame({"width": widths, "height": heights})) == size
