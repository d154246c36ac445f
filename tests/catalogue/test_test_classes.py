"""The classes of test images that are shipped beside recorded rows."""

import zlib

import numpy as np

from catalogue import load
from catalogue.test_classes import FOLDER, record, recorded
from experiments.spec import from_json
from settings import ROOT


def test_what_is_recorded_is_read_again(tmp_path):
    """The names and the class of every test image, for this version of the data set only."""
    record("digits", tmp_path)
    images, told = load("digits"), recorded("digits", "1", tmp_path)

    assert told is not None
    assert told.classes == images.classes
    assert told.y_test.tolist() == images.y_test.tolist()
    assert recorded("digits", "2", tmp_path) is None
    assert recorded("textures", "1", tmp_path) is None


def test_what_is_shipped_agrees_with_the_recorded_rows():
    """A prediction is right exactly where it is the shipped class."""
    lines = (ROOT / "recorded" / "two-core-epyc.jsonl").read_text("utf-8").splitlines()
    for name in ("cifar10-jpeg", "mnist-png"):
        row = from_json(next(line for line in lines if f'"dataset": "{name}"' in line))
        told = recorded(name, row.experiment.data_version)
        predicted = np.frombuffer(zlib.decompress(row.predictions), "<u2")
        right = np.unpackbits(np.frombuffer(row.correct, np.uint8), count=row.n_test).astype(bool)

        assert (FOLDER / f"{name}.json").is_file()
        assert told is not None
        assert ((predicted == told.y_test) == right).all()
