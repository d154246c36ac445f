"""The split into training and test: as the catalogue splits, in folds where it is small, copies on one side."""

import numpy as np
import pandas as pd

from catalogue.layout.files import FileRow, settle
from catalogue.layout.order import in_order
from uploads.split import split


def images(counts, part=""):
    """A table of so many images of each class."""
    top = f"{part}/" if part else ""
    rows = [(f"{top}{label}/{n}.png", label, part) for label, most in counts.items() for n in range(most)]
    return pd.DataFrame(rows, columns=["place", "label", "part"])


def test_a_large_set_is_split_as_the_catalogue_splits_it():
    """The same images are tested as from the command line, in the same order."""
    files = images({"dog": 400, "cat": 300})
    found = split(files)
    expected = in_order(settle([FileRow(tuple(place.split("/"))) for place in files["place"]])[0])
    assert found.n_folds == 1
    assert found.classes == expected.classes
    assert list(found.files["place"][found.fold == 0]) == list(files["place"].iloc[expected.test])
    assert list(found.files["place"][found.fold < 0]) == list(files["place"].iloc[expected.train])


def test_in_a_small_set_each_image_is_tested_once():
    """Under a hundred test images there are five folds; the first is the plain split; all have every class."""
    files = images({"a": 30, "b": 20, "c": 3})
    found = split(files)
    expected = in_order(settle([FileRow(tuple(place.split("/"))) for place in files["place"]])[0])
    assert found.n_folds == 5
    assert found.n_tested == 53
    assert list(found.files["place"][found.fold == 0]) == list(files["place"].iloc[expected.test])
    for fold in range(5):
        assert set(found.y[found.fold != fold]) == {0, 1, 2}
    sizes = np.bincount(found.fold)
    assert sizes.max() - sizes.min() <= 4


def test_the_smallest_sets_have_two_folds_or_more():
    """With two images a class, each is tested once and trained on once."""
    for counts in ({"a": 2, "b": 2}, {"a": 3, "b": 2, "c": 2}, {chr(97 + n): 2 for n in range(20)}):
        found = split(images(counts))
        assert found.n_folds >= 2
        for fold in range(found.n_folds):
            assert set(found.y[found.fold != fold]) == set(range(len(counts)))


def test_own_parts_count_unless_they_are_not_wanted():
    """Folders train and test are taken as they are; or all images are tested by cross-validation."""
    files = pd.concat([images({"a": 20, "b": 20}, "train"), images({"a": 5, "b": 5}, "test")], ignore_index=True)
    assert split(files).n_tested == 10
    assert split(files, own_parts=False).n_tested == 50


def test_a_group_stays_on_one_side():
    """Of images that show the same, the test image joins the training image."""
    files = images({"a": 300, "b": 300})
    plain = split(files)
    tested, trained = np.flatnonzero(plain.fold == 0)[0], np.flatnonzero(plain.fold < 0)[0]
    groups = np.arange(len(files))
    groups[tested] = groups[trained]
    found = split(files, groups)
    assert found.n_tested == plain.n_tested - 1
    assert found.fold[tested] == found.fold[trained] == -1


def test_a_group_stays_in_one_fold():
    """In a cross-validation, a group is tested together."""
    files = images({"a": 30, "b": 30})
    groups = np.arange(60) // 2
    found = split(files, groups)
    assert all(len(set(found.fold[groups == group])) == 1 for group in range(30))
    assert found.n_tested == 60


def test_groups_follow_their_images_into_the_order_of_classes():
    """The groups are given in the order of the table, not of the classes."""
    files = images({"b": 2, "a": 2})
    found = split(files, np.array([0, 0, 1, 2]))
    first = found.files.index[found.files["label"] == "b"]
    assert len(set(found.fold[first])) == 1
