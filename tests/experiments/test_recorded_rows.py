"""A recorded row is what its command measures: one row of each kind is measured again."""

import json

import pytest

from experiments.record import from_json
from experiments.run import run
from experiments.spec import ignore
from experiments.store.results import RECORDED

pytestmark = pytest.mark.slow

KINDS = {
    "a curve of handcrafted features": ("digits", "svm", 500, "{}"),
    "a curve of the CNN": ("textures", "cnn", 100, "{}"),
    "a curve of pretrained features": ("textures", "pretrained", 100, "{}"),
    "a family alone": ("digits", "svm", 1000, '{"only": "hog"}'),
    "a family left out": ("textures", "svm", 1000, '{"without": "gabor"}'),
    "a cue": ("shapes-texture", "svm", 1000, '{"only": "binary_patterns"}'),
    "a linear kernel": ("textures", "svm", 1000, '{"kernel": "linear"}'),
    "raw pixels": ("textures", "raw_svm", 1000, "{}"),
    "the shortcut trap": ("shortcut-95", "svm", 500, "{}"),
    "the majority": ("digits", "majority", 1000, "{}"),
}


@pytest.fixture(scope="module")
def recorded():
    """The recorded rows of the first seed, by data set, learner, size and settings."""
    lines = (RECORDED / "two-core-epyc.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return {
        (row["dataset"], row["learner"], row["n_train"], json.dumps(row["settings"])): from_json(line)
        for row, line in zip(rows, lines, strict=True)
        if row["seed"] == 0 and row["recipe"] == "quick"
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_recorded_row_is_measured_again(kind, recorded):
    """The accuracy but for rounding: libraries round otherwise on other processors, which training may amplify."""
    row = recorded[KINDS[kind]]
    again = run(row.experiment, ignore, lambda: False)

    assert again.n_test == row.n_test
    assert again.accuracy == pytest.approx(row.accuracy, abs=0.02)
