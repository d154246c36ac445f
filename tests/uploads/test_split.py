"""The split into training and test: as the catalogue splits, in folds where it is small, copies on one side."""

import numpy as np
import pandas as pd
import pytest

from catalogue.layout.files import FileRow, settle
from catalogue.layout.order import order_files
from uploads.split import refusal, split


def images(counts, part=""):
    """A table of this many images of each class."""
    top = f"{part}/" if part else ""
    rows = [(f"{top}{label}/{n}.png", label, part) for label, most in counts.items() for n in range(most)]
    files = pd.DataFrame(rows, columns=["place", "label", "part"])
    return files.assign(digest=files["place"])


def test_a_large_set_is_split_as_the_catalogue_splits_it():
    """The same images are tested as from the command line, in the same order."""
    files = images({"dog": 400, "cat": 300})
    found = split(files)
    expected = order_files(settle([FileRow(tuple(place.split("/"))) for place in files["place"]])[0])
    assert found.n_folds == 1
    assert found.classes == expected.classes
    assert list(found.files["place"][found.fold == 0]) == list(files["place"].iloc[expected.test])
    assert list(found.files["place"][found.fold < 0]) == list(files["place"].iloc[expected.train])


def test_in_a_small_set_each_image_is_tested_once():
    """Under a hundred test images there are five folds; the first is the plain split; all have every class."""
    files = images({"a": 30, "b": 20, "c": 3})
    found = split(files)
    expected = order_files(settle([FileRow(tuple(place.split("/"))) for place in files["place"]])[0])
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
    files = images({"b": 9, "a": 9})
    found = split(files, np.array([0, 0, *range(1, 17)]))
    first = found.files.index[found.files["place"].isin(["b/0.png", "b/1.png"])]
    assert len(set(found.fold[first])) == 1


def test_bursts_stay_whole_where_each_class_has_several():
    """Three scenes of each class: every scene is tested by models that have not seen it."""
    files = images({"a": 75, "b": 75})
    groups = np.arange(150) // 25
    found = split(files, groups)
    assert (found.n_folds, found.n_tested, found.worth) == (3, 150, "")
    for number in range(3):
        assert not set(groups[found.fold == number]) & set(groups[found.fold != number])
        assert set(found.y[found.fold == number]) == {0, 1}


@pytest.mark.parametrize("groups", [np.zeros(50, int), np.arange(50) // 25], ids=["one scene", "a scene a class"])
def test_a_class_that_is_one_burst_is_cut_in_order_and_that_is_said(groups):
    """Shots that follow each other stay together, and nobody takes the result for more than it is."""
    found = split(images({"key": 25, "rubber": 25}), groups)
    assert found.fold.tolist() == 2 * np.repeat(range(5), 5).tolist()
    assert "key, rubber" in found.worth
    assert "not others like them" in found.worth
    assert refusal(found, 100) == ""


def test_a_large_burst_is_tested_with_its_last_shots():
    """One shot in five, as from any other set."""
    found = split(images({"a": 400, "b": 400}), np.zeros(800, int))
    assert found.fold.tolist() == 2 * ([-1] * 320 + [0] * 80)


def test_one_burst_among_other_images_is_all_that_is_cut():
    """The others are split as they would be without it."""
    files = images({"a": 60, "b": 60})
    groups = np.array([0] * 60 + list(range(1, 61)))
    found, plain = split(files, groups), split(files)
    assert found.cut == ("a",)
    assert found.fold[60:].tolist() == plain.fold[60:].tolist()


def test_own_parts_are_kept_where_a_burst_lies_in_both():
    """Who made the parts knows why; what the result is worth is said all the same."""
    files = pd.concat([images({"a": 20, "b": 20}, "train"), images({"a": 5, "b": 5}, "test")], ignore_index=True)
    found = split(files, np.zeros(50, int))
    assert found.n_tested == 10
    assert found.worth


@pytest.mark.parametrize(("files", "sentence"), [
    (images({"a": 6, "b": 6}).assign(digest=["same"] * 6 + list("123456")), 'No image of "a" is left for training'),
    (images({"a": 6, "b": 6}).assign(colour=[[3, 3, 3]] * 12), "the same single colour"),
    (images({str(n): 2 for n in range(101)}), "101 classes; at most 100"),
    (pd.concat([images({"a": 9, "b": 9}, "train"), images({"a": 3, "c": 3}, "test")], ignore_index=True),
     'The images of "c" are all in the test part'),
])  # fmt: skip
def test_where_nothing_can_be_learned_one_sentence_says_why(files, sentence):
    """Each is true of the images that it is said of."""
    groups = np.unique(files["digest"], return_inverse=True)[1]
    assert sentence in refusal(split(files, groups), 100)


def test_random_groups_never_cross_and_every_class_is_trained():
    """Whatever the groups, a split that is not refused and not cut keeps each on one side."""
    random = np.random.default_rng(0)
    for _ in range(200):
        counts = {label: int(random.integers(2, 40)) for label in "abcd"[: random.integers(2, 5)]}
        files = images(counts)
        groups = random.integers(0, random.integers(1, len(files) + 1), len(files))
        found = split(files, groups)
        if not refusal(found, 100):
            assert all(set(found.y[found.fold != number]) == set(found.y) for number in range(found.n_folds))
        if not found.cut:
            assert pd.Series(found.fold).groupby(groups[found.files.index]).nunique().max() == 1
