"""Rows of probes: the shipped ones are whole, and the command measures them again."""

import base64

import numpy as np
import pytest

import experiments.__main__ as command_line
from analysis.common.paired import unpack_correct
from analysis.common.summary import half_width
from catalogue.dataset import Images
from experiments.layers import measure
from experiments.layers.row import RECORDED, Probe, packed
from experiments.spec import Experiment
from models.register import Context, build
from tests.models.images import easy

SHIPPED = [row for path in sorted(RECORDED.glob("*.jsonl")) for row in Probe.read(path)]


def test_shipped_rows_are_whole():
    """Each seed of each CNN has all layers and itself, and features and pixels beside them; the file stays small."""
    kinds = {(row.dataset, row.n_train, row.seed, row.recipe) for row in SHIPPED if row.recipe}
    for dataset, n_train, seed, recipe in kinds:
        same = [one for one in SHIPPED if (one.dataset, one.n_train, one.seed) == (dataset, n_train, seed)]
        found = [(one.holds, one.layer) for one in same if one.recipe in ("", recipe)]

        assert sorted(found) == [
            *(("cnn", 0), ("handcrafted", 0), ("layer", 1), ("layer", 2), ("layer", 3), ("layer", 4), ("pixels", 0)),
        ]
    assert {row.dataset for row in SHIPPED} >= {"digits", "textures", "shapes", "cifar10-jpeg"}
    assert sum(path.stat().st_size for path in RECORDED.glob("*.jsonl")) < 300_000


def test_the_answers_of_a_row_give_its_accuracy():
    """Right and wrong survive the file, bit by bit."""
    assert Probe.from_json(SHIPPED[0].to_json()) == SHIPPED[0]
    for row in SHIPPED:
        right = unpack_correct(base64.b64decode(row.correct), row.n_test)
        assert right.mean() == pytest.approx(row.accuracy)
    assert packed(np.array([True, False])) == base64.b64encode(b"\x80").decode()


def test_classes_are_counted_by_hand():
    """Three of three and two of three: 2.5 on average."""
    assert measure.same_class(np.array([[4, 4, 4], [0, 1, 1]])) == 2.5


@pytest.fixture
def three() -> Images:
    """Colour images of three classes that anybody could tell apart."""
    (X, y), (X_test, y_test) = easy(60, 3, (24, 32, 3)), easy(30, 3, (24, 32, 3), seed=1)
    return Images("three", "Three", ("a", "b", "c"), X, y, X_test, y_test, "1", mirrored=True)


@pytest.mark.slow
def test_rows_of_features_are_measured_once_a_seed(three, monkeypatch):
    """Two recipes share them, and each has its own layers; a probe never sees more than it says."""
    asked = [Experiment("three", "cnn", 60, 0, recipe, "cpu") for recipe in ("quick", "thorough")]
    model = build("cnn", Context(), epochs=2, width=4, device="cpu").fit(three.X_train, three.y_train)
    monkeypatch.setattr(measure, "train", lambda experiment: (None, model))
    found = list(measure.rows(three, asked))

    layers = [("layer", n) for n in (1, 2, 3, 4)]
    assert [(row.holds, row.layer) for row in found] == [
        *(("handcrafted", 0), ("pixels", 0), ("cnn", 0), *layers, ("cnn", 0), *layers),
    ]
    assert [row.recipe for row in found] == ["", "", *["quick"] * 5, *["thorough"] * 5]
    assert [row.field for row in found if row.recipe == "quick"] == [0, 5, 10, 20, 40]
    assert all(0 < row.n_probe <= row.n_train for row in found if row.holds != "cnn")


@pytest.mark.slow
def test_the_command_measures_a_recorded_row_again(capsys):
    """Within the interval of its accuracy, as another machine rounds otherwise."""
    command_line.app(
        ["layers", "--dataset", "digits", "--seeds", "1", "--device", "cpu", "--json"], standalone_mode=False
    )
    again = [Probe.from_json(line) for line in capsys.readouterr().out.splitlines()]

    assert len(again) == 7
    for row in again:
        same = (row.dataset, row.recipe, row.n_train, row.seed, row.holds, row.layer)
        (recorded,) = [
            one for one in SHIPPED if (one.dataset, one.recipe, one.n_train, one.seed, one.holds, one.layer) == same
        ]
        half = half_width(*(np.array([one]) for one in (recorded.accuracy, 0.0, 1, recorded.n_test)))[0]
        assert abs(row.accuracy - recorded.accuracy) <= half


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--dataset", "digits", "--recipe", "speed"], "recipes quick and thorough"),
        (["--dataset", "digits", "--n-train", "9"], "from 10"),
        (["--dataset", "digits", "--n-train", "many"], "whole number"),
        (["--dataset", "digits", "--seeds", "0"], "number of seeds"),
    ],
)
def test_the_command_refuses_in_one_sentence(words, says):
    """Before anything is trained."""
    with pytest.raises(ValueError, match=says):
        command_line.app(["layers", *words], standalone_mode=False)
