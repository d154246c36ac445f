"""Counting which class was taken for which."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from analysis.common.confusion import Mistake, accuracy_by_class, commonest_mistakes, confusion, images_behind

Y = np.array([0, 0, 0, 1, 1, 2])
SAID = np.array([0, 1, 1, 1, 0, 2])


def test_each_cell_counts_its_images():
    """Rows are true classes, columns are predictions."""
    assert confusion(Y, SAID, 3).tolist() == [[1, 2, 0], [1, 1, 0], [0, 0, 1]]


def test_the_counts_are_those_of_scikit_learn():
    """Over all classes, including those that never occur; and for small integer types."""
    for kind in [np.int64, np.uint16]:
        random = np.random.default_rng(0)
        y, said = random.integers(0, 98, (2, 2000)).astype(kind)

        assert np.array_equal(confusion(y, said, 100), confusion_matrix(y, said, labels=range(100)))


def test_answers_that_do_not_fit_are_refused():
    """A wrong number of predictions, or a class that does not exist, raises an error."""
    for y, said, told in [([0, 1], [0], "one prediction"), ([0], [3], "from 0 to 2"), ([-1], [0], "from 0 to 2")]:
        with pytest.raises(ValueError, match=told):
            confusion(np.array(y), np.array(said), 3)


def test_the_commonest_mistakes_come_first():
    """Correct predictions and empty cells do not count; of equally common mistakes the first class comes first."""
    counts = np.array([[9, 1, 0], [1, 0, 4], [0, 0, 9]])

    assert commonest_mistakes(counts) == [Mistake(1, 2, 4), Mistake(0, 1, 1), Mistake(1, 0, 1)]
    assert commonest_mistakes(counts, most=1) == [Mistake(1, 2, 4)]
    assert commonest_mistakes(np.diag([3, 4])) == []


def test_the_images_behind_a_cell_are_as_many_as_it_counts():
    """Every test image belongs to exactly one cell."""
    counts = confusion(Y, SAID, 3)

    assert images_behind(Y, SAID, 0, 1).tolist() == [1, 2]
    found = [images_behind(Y, SAID, true, said) for true in range(3) for said in range(3)]
    assert [len(rows) for rows in found] == counts.ravel().tolist()
    assert sorted(np.concatenate(found)) == list(range(len(Y)))


def test_each_class_has_its_share_with_its_interval():
    """One of three right: Wilson gives 6 to 79 %; a class without test images has no share."""
    found = accuracy_by_class(np.array([[1, 2, 0], [0, 4, 0], [0, 0, 0]]))

    assert found["n_test"].tolist() == [3, 4, 0]
    assert found["right"].tolist() == [1, 4, 0]
    assert found["accuracy"].tolist()[:2] == pytest.approx([1 / 3, 1])
    assert found.loc[0, ["low", "high"]].tolist() == pytest.approx([0.0615, 0.7923], abs=1e-4)
    assert found.loc[1, "low"] < found.loc[1, "high"] == 1
    assert found.loc[2, ["accuracy", "low", "high"]].isna().all()
