"""What the layers see: recorded rows at once, then the kept CNN's patches, and its own rows when asked for."""

import json

import numpy as np
import pytest

from experiments.kept.model_store import Kept
from experiments.layers import row as files
from experiments.layers.row import Probe
from experiments.spec import Experiment
from explain.answer import LayerPatches
from tests.analysis.features.probed import rows
from tests.ui.part import open_page, words
from ui.features import layers, patches
from ui.features.layers import command, of_dataset
from ui.features.patches import describe

PART = {"part": "What the layers see"}


@pytest.fixture
def recorded(monkeypatch, tmp_path):
    """Have these rows recorded."""

    def record(*tables):
        lines = [one for table in tables for one in table.drop(columns="origin").to_dict("records")]
        text = "".join(json.dumps({**one, "protocol": Probe.PROTOCOL}) + "\n" for one in lines)
        (tmp_path / "two-core-machine.jsonl").write_text(text)
        monkeypatch.setattr(files, "RECORDED", tmp_path)

    return record


@pytest.mark.slow
def test_the_page_opens_with_the_recorded_finding(recorded):
    """Without a click, in an empty home; beside it the offer to train a CNN whose patches can be looked at."""
    recorded(rows(0.6, 0.7, 0.8, 0.95))
    page = open_page("features", **PART, dataset="Digits")

    assert not page.exception
    assert page.header[0].value.startswith("Each layer adds to what can be read")
    assert "Train it on" in words(page)


@pytest.mark.slow
def test_without_rows_the_command_is_named(recorded):
    """An empty folder is no error."""
    recorded(rows(0.6, 0.7)[:0])
    page = open_page("features", **PART)

    assert not page.exception
    assert "python -m experiments layers --dataset digits" in words(page)


@pytest.mark.slow
def test_patches_of_another_cnn_than_the_charts_are_said_to_be_that(recorded, monkeypatch):
    """The chart is of rows, the patches of the CNN that is kept; where both learned from as many, nothing is said."""
    recorded(rows(0.6, 0.7))
    monkeypatch.setattr(layers, "show_patches", lambda kept, images: None)
    said = []
    for n_train in (3_500, 1_000):
        one = Kept(Experiment("digits", "cnn", n_train), 1, "2026-11-22", 0.97)
        monkeypatch.setattr(layers, "largest", lambda name, version, one=one: {"cnn": one})
        said.append(words(open_page("features", **PART, dataset="Digits")))

    assert "CNNs that learned from 1,000 images, these patches are of one that learned from 3,500." in said[0]
    assert "these patches are of one" not in said[1]


def test_a_data_set_without_rows_has_those_of_its_recorded_copy():
    """The copy is another data set, whose name is said."""
    table = rows(0.6, 0.7, dataset="cifar10-jpeg")

    assert len(of_dataset(table, "cifar10")) == len(table)
    assert of_dataset(table, "digits").empty
    assert of_dataset(rows(0.6, 0.7, dataset="shapes-colour"), "shapes").empty


def test_the_command_measures_what_is_shown():
    """With the folder that a copy needs."""
    assert command("digits", "thorough", 500, 2) == (
        "python -m experiments layers --dataset digits --recipe thorough --n-train 500 --seeds 2 --json"
    )
    assert command("cifar10-jpeg").startswith("CROSSOVER_DATA=your-folder ")


def shown(n: int = 2) -> LayerPatches:
    """Two units of a layer, all nine of one class each."""
    made = np.zeros((n, 9, 5, 5, 1), np.uint8)
    return LayerPatches(5, 16, 500, 4.25, np.arange(n), made, np.zeros((n, 9), np.int64))


def test_the_caption_says_what_was_looked_at():
    """Which units, how many images, and that there is no interval."""
    caption = describe(shown(), 2, 500)

    assert "second layer of a CNN that learned from 500 images: 2 of its 16 units" in caption
    assert "5 x 5 pixels, looked for in 500 training images" in caption
    assert "No interval" in caption


@pytest.mark.slow
def test_a_class_that_a_visitor_named_is_escaped(monkeypatch):
    """It may look like an image in Markdown."""
    told = []
    monkeypatch.setattr(patches.st, "caption", told.append)
    monkeypatch.setattr(patches, "show_image", lambda *asked: None)
    patches.show_unit(3, shown().patches[0], ["![x](http://evil)"] * 9)

    assert "![x]" not in told[0]
    assert "http:" not in told[0]
