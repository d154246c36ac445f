"""A visitor's data set: found by its name alone, and by no other name."""

import json

import numpy as np
import pytest

import catalogue
from catalogue.arrays import Arrays, save
from catalogue.sources.own import fold, is_own, own_folder, whole

NAME = "own-" + "0123456789abcdef" * 2


def made(name=NAME, version="v", n_folds=1):
    """A data set on disk."""
    folder = own_folder(name)
    for number in range(1, n_folds + 1):
        X, y = np.full((4, 16, 16, 1), number, np.uint8), np.array([0, 1, 0, 1])
        save(folder / "arrays" / str(number), Arrays(X, y, X, y, ("a", "b")))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "about.json").write_text(json.dumps({"title": "Mine", "choices": {"version": version}}), encoding="utf-8")


def test_who_knows_the_name_finds_it_and_nobody_is_told_of_it():
    """It is loaded by name, with its version, but never listed."""
    made()
    assert catalogue.load(NAME).title == "Mine"
    assert catalogue.version(NAME) == "v"
    assert NAME not in {entry.name for entry in catalogue.entries()}


def test_each_turn_of_a_cross_validation_is_a_data_set():
    """The first has the plain name."""
    made(n_folds=3)
    assert [catalogue.load(name).X_train[0, 0, 0, 0] for name in (NAME, f"{NAME}.2", f"{NAME}.3")] == [1, 2, 3]
    with pytest.raises(catalogue.UnknownDataset):
        catalogue.load(f"{NAME}.4")


def test_what_was_not_prepared_is_not_there():
    """A version stands in its description from when its arrays are whole."""
    made(version="")
    with pytest.raises(catalogue.UnknownDataset):
        catalogue.load(NAME)


def test_other_names_are_none():
    """No path can be smuggled in."""
    for name in ["own-", "own-../x", NAME[:-1], f"{NAME}.0", f"{NAME}/..", f"{NAME}.2.3", NAME.upper()]:
        made()
        assert not is_own(name)
        with pytest.raises(catalogue.UnknownDataset):
            catalogue.load(name)
        with pytest.raises(ValueError, match="not the name"):
            own_folder(name)


def test_names_of_folds():
    """A number behind a point."""
    assert (whole(f"{NAME}.12"), fold(f"{NAME}.12")) == (NAME, 12)
    assert (whole(NAME), fold(NAME)) == (NAME, 1)
