"""A recorded row is what its command measures: one row of each kind is measured again."""

import json

import pytest

import catalogue
from experiments.kept.model_store import ModelStore
from experiments.run import run
from experiments.spec import from_json, report_nothing
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


def lines():
    """The recorded results, each as it was written."""
    return (RECORDED / "two-core-epyc.jsonl").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def recorded():
    """The recorded rows of the first seed, by data set, learner, size and settings."""
    rows = [json.loads(line) for line in lines()]
    return {
        (row["dataset"], row["learner"], row["n_train"], json.dumps(row["settings"])): from_json(line)
        for row, line in zip(rows, lines(), strict=True)
        if row["seed"] == 0 and row["recipe"] == "quick"
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_recorded_row_is_measured_again(kind, recorded):
    """The accuracy but for rounding: libraries round otherwise on other processors, which training may amplify."""
    row = recorded[KINDS[kind]]
    again = run(row.experiment, report_nothing, lambda: False)

    assert again.n_test == row.n_test
    assert again.accuracy == pytest.approx(row.accuracy, abs=0.02)


def test_a_recorded_model_predicts_as_well_as_its_row_says(tmp_path):
    """One of each learner, trained on the same images; libraries round otherwise on other processors."""
    images, store = catalogue.load("digits"), ModelStore(tmp_path, 10**9)
    recorded = {result.id: result for result in map(from_json, lines())}
    for folder in (RECORDED / "models").iterdir():
        store.copy(folder)
    kept = store.kept(images.name, images.version)

    assert {one.experiment.learner for one in kept} == {"svm", "cnn"}
    assert len({(one.experiment.n_train, one.experiment.seed, one.experiment.recipe) for one in kept}) == 1
    for one in kept:
        accuracy = (store.open(one.id)[1].predict(images.X_test) == images.y_test).mean()
        assert accuracy == pytest.approx(one.accuracy, abs=0.005)
        assert one.accuracy == pytest.approx(recorded[one.id].accuracy, abs=0.005)
