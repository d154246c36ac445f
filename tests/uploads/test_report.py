"""What is said of uploaded images before training: each oddity has its sentence, and what is in order has none."""

import numpy as np
import pandas as pd
import pytest

from uploads.report import count_classes, findings
from uploads.split import split


def images(counts, **columns):
    """A table of so many images of each class, all different."""
    rows = [(f"{label}/{n}.png", label) for label, most in counts.items() for n in range(most)]
    table = pd.DataFrame(rows, columns=["place", "label"])
    usual = {"part": "", "width": 64, "height": 48, "mode": "RGB", "digest": [str(n) for n in range(len(table))]}
    return table.assign(row=np.arange(len(table)), **(usual | columns))


def told(table, groups=None):
    """The findings by kind."""
    groups = np.arange(len(table)) if groups is None else np.asarray(groups)
    return {finding.kind: finding for finding in findings(table, groups, split(table))}


def test_what_is_in_order_has_no_sentence():
    """Two classes of like size, all images different, of one size and colour."""
    assert told(images({"cats": 60, "dogs": 50})) == {}


def test_copies_are_counted_and_those_on_both_sides_named():
    """Equal files and look-alikes are told apart; a group in two folds would leak."""
    table = images({"cats": 300, "dogs": 300})
    fold = split(table).fold
    order = split(table).files["row"].to_numpy()
    tested, learnt, other = order[fold == 0][0], order[fold < 0][0], order[fold < 0][1]
    groups = np.arange(600)
    groups[[tested, other]] = groups[learnt]
    table.loc[table["row"].isin([learnt, other]), "digest"] = "same"
    found = told(table, groups)
    assert found["copies"].sentence == (
        "2 images are copies of the same file and 1 image looks almost the same as another (1 group)."
    )
    assert set(found["copies"].rows) == {tested, learnt, other}
    assert found["across"].sentence.startswith("1 group has images in both training and test")


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
    """In the order in which they came."""
    table = images({"dogs": 3, "cats": 2}, part=["train", "train", "test", "train", "test"])
    assert count_classes(table).to_numpy().tolist() == [["dogs", 3, 2, 1], ["cats", 2, 1, 1]]
