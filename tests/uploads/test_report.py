"""What is said of uploaded images before training: each oddity has its sentence, and what is in order has none."""

import numpy as np
import pandas as pd
import pytest

from uploads.inspection import Inspection
from uploads.report import findings
from uploads.split import split


def images(counts, **columns):
    """A table of this many images of each class, all different."""
    rows = [(f"{label}/{n}.png", label) for label, most in counts.items() for n in range(most)]
    table = pd.DataFrame(rows, columns=["place", "label"])
    usual = {"part": "", "width": 64, "height": 48, "mode": "RGB", "digest": [str(n) for n in range(len(table))]}
    table["bits"], table["hidden_on"], table["colour"] = 0, None, None
    return table.assign(row=np.arange(len(table)), **(usual | columns))


def told(table, groups=None):
    """The findings by kind."""
    groups = np.arange(len(table)) if groups is None else np.asarray(groups)
    return {finding.kind: finding for finding in findings(table, groups, split(table))}


def test_what_is_in_order_has_no_sentence():
    """Two classes of like size, all images different, of one size and colour."""
    assert told(images({"cats": 60, "dogs": 50})) == {}


def test_copies_are_counted_and_those_on_both_sides_named():
    """Equal files and nearly equal images are told apart; a group in two folds would leak."""
    table = images({"cats": 300, "dogs": 300})
    fold = split(table).fold
    order = split(table).files["row"].to_numpy()
    tested, trained, other = order[fold == 0][0], order[fold < 0][0], order[fold < 0][1]
    groups = np.arange(600)
    groups[[tested, other]] = groups[trained]
    table.loc[table["row"].isin([trained, other]), "digest"] = "same"
    found = told(table, groups)
    assert found["copies"].sentence == (
        "2 images are exact copies of one another and 1 image looks almost the same as another (1 group)."
    )
    assert set(found["copies"].rows) == {tested, trained, other}
    assert found["across"].sentence.startswith("Unless copies are kept together, 1 group would have images in both")


def test_one_image_in_two_classes_is_a_contradiction():
    """It teaches both learners to guess, so it comes first."""
    groups = np.arange(100)
    groups[99] = groups[0]
    found = findings(table := images({"cats": 50, "dogs": 50}), groups, split(table))
    assert found[0].kind == "contradiction"
    assert found[0].rows == (0, 99)


def test_small_and_uneven_classes_are_named():
    """With the accuracy of always predicting the largest class."""
    found = told(images({"cats": 95, "dogs": 5}))
    assert "dogs (5)" in found["small"].sentence
    assert "Always predicting cats would be right in 95 % of cases." in found["uneven"].sentence


def test_much_smaller_images_are_shown():
    """Less than half of the usual side."""
    table = images({"cats": 50, "dogs": 50}, width=[20] + [64] * 99)
    assert told(table)["tiny"].rows == (0,)


@pytest.mark.parametrize(("modes", "sentence"), [
    (["L"] + ["RGB"] * 99, "1 image is grey and the others coloured"),
    (["RGB"] * 2 + ["L"] * 98, "2 images are coloured and the others grey"),
])  # fmt: skip
def test_an_odd_colour_mode_is_said(modes, sentence):
    """It can give a class away; half and half is no oddity."""
    assert told(images({"cats": 50, "dogs": 50}, mode=modes))["mode"].sentence.startswith(sentence)
    assert "mode" not in told(images({"cats": 50, "dogs": 50}, mode=["L", "RGB"] * 50))


def test_classes_are_counted_with_their_own_parts():
    """In natural order, as everywhere else, and not in the order in which they came."""
    table = images({"class 10": 3, "class 9": 2}, part=["train", "train", "test", "train", "test"])
    classes = Inspection(table, table, np.empty(0), np.arange(5), [], "", None).classes
    assert classes.to_numpy().tolist() == [["class 9", 2, 1, 1], ["class 10", 3, 2, 1]]


@pytest.mark.parametrize(("colours", "sentence"), [
    ([[0, 1, 0]] * 100, "All 100 images are black, the same in all"),
    ([[250, 250, 251]] * 100, "All 100 images are white, the same in all"),
    ([[200, n, 10] for n in range(100)], "100 images show one colour each and nothing else: only the colour"),
    ([[9, 9, 9]] + [None] * 99, "1 image shows one colour only"),
])  # fmt: skip
def test_images_of_one_colour_are_noticed_for_what_they_are(colours, sentence):
    """Black ones, swatches, and an empty one among others."""
    assert told(images({"cats": 50, "dogs": 50}, colour=colours))["blank"].sentence.startswith(sentence)


def test_shots_of_one_scene_are_no_copies_and_no_contradiction():
    """Fifty shots of one desk, of two things: all look alike, and none is the same image."""
    found = told(images({"cats": 50, "dogs": 50}), [0] * 100)
    assert set(found) == {"burst"}
    assert found["burst"].sentence.startswith("100 images look like shots of one scene (cats, dogs).")


def test_look_alikes_in_two_classes_are_said_with_an_if():
    """Only equal files are surely the same image."""
    table = images({"cats": 50, "dogs": 50})
    groups = np.arange(100)
    groups[99] = groups[0]
    assert "if they show the same" in told(table, groups)["contradiction"].sentence
    table.loc[[0, 99], "digest"] = "same"
    assert "1 image is in two classes or more" in told(table, groups)["contradiction"].sentence


def test_the_look_of_a_set_is_said():
    """The range of deep images, and the background of transparent ones."""
    deep = told(images({"cats": 50, "dogs": 50}, bits=[12] * 60 + [11] * 40))["look"].sentence
    assert (
        deep == "100 images have 16 bits a pixel, of which 12 are used: values from 0 to 4,095 are scaled to 0 to 255."
    )
    hidden = [[255]] * 90 + [[]] * 10
    background = told(images({"cats": 50, "dogs": 50}, hidden_on=hidden))["look"].sentence
    assert background.startswith("100 images are partly transparent and laid on black, because white would hide")
