"""What features are worth: the page's three parts, empty, measured, asked for by address, and what they never touch."""

import re
from unittest.mock import Mock

import numpy as np
import pytest
import streamlit as st

import catalogue
from analysis.common.wording import number
from charts.common.families import LABELS
from charts.common.style import label
from experiments.kept.model_store import Kept
from experiments.spec import Experiment, Result, sweep
from experiments.store.results import Store
from features import FAMILIES
from settings import settings
from tests.analysis.synthetic import row
from tests.ui.conftest import result
from tests.ui.part import open_page, words
from ui.common import source
from ui.features import ablation, cue_board, filters

pytestmark = pytest.mark.slow

PAGE = "features"
DATA_SIZE = "data_size"


def add(shares: dict[Experiment, float], origin: str = "live", n_test: int = 1500) -> None:
    """Put an invented result of each experiment into the store."""
    store = Store(settings().results_url)
    for experiment, share in shares.items():
        store.add(invented(experiment, share, n_test), origin)
    store.close()


def invented(experiment: Experiment, share: float, n_test: int) -> Result:
    """The first images right, the others wrong."""
    made = row(
        experiment.learner, experiment.recipe, experiment.n_train, experiment.seed, np.arange(n_test) < share * n_test
    )
    measured = result(made, experiment.dataset)
    return Result(**{**vars(measured), "experiment": experiment})


def measured_families(origin: str = "live", dataset: str = "digits") -> list[Experiment]:
    """Every choice of families measured: all 94 %, alone 60, all but one 93."""
    images = catalogue.load(dataset)
    experiments = ablation.to_measure(images.name, images.version, 1000, 3)
    shares = {(): 0.94, "only": 0.6, "without": 0.93}
    add({one: shares[one.settings and one.settings[0][0]] for one in experiments}, origin, len(images.y_test))
    return experiments


def test_with_nothing_measured_the_page_says_what_run_does_and_how_long_it_takes(measured):
    """At first sight it is clear what a press will do."""
    measured("cifar10-jpeg", "two-core-machine")
    page = open_page(PAGE)
    assert "trains an SVM on all families" in page.info[0].value
    assert any(re.search(r"45 experiments, [\d.]+ (s|min) to [\d.]+ min on", caption.value) for caption in page.caption)


def test_all_families_together_draw_no_empty_chart():
    """The curve of data size measures them too; without a family alone or left out there is nothing to compare."""
    images = catalogue.load("digits")
    whole = [one for one in ablation.to_measure(images.name, images.version, 1000, 3) if not one.settings]
    add(dict.fromkeys(whole, 0.94), "live", len(images.y_test))
    page = open_page(PAGE)

    assert "trains an SVM on all families" in page.info[0].value
    assert not page.get("plotly_chart")


def test_run_queues_every_choice_of_families(monkeypatch):
    """All together, each alone, all but each: fifteen choices with three seeds."""
    asked: list[Experiment] = []
    monkeypatch.setattr(source.engine(), "submit", lambda experiments, asker, again: asked.extend(experiments))
    page = open_page(PAGE)
    page.button(key="run").click().run()
    choices = [(), *(((name, family),) for family in LABELS for name in ("only", "without"))]
    assert {one.settings for one in asked} == set(choices)
    assert len(asked) == 3 * len(choices)
    assert {(one.learner, one.n_train, one.recipe) for one in asked} == {("svm", 1000, "quick")}


def test_what_the_curve_of_data_size_measured_is_not_measured_again():
    """The SVM with all families is the same experiment on both pages."""
    images = catalogue.load("digits")
    plain = sweep("digits", ["svm"], [1000], 3, data_version=images.version)
    assert {one.id for one in plain} <= {one.id for one in ablation.to_measure(images.name, images.version, 1000, 3)}


def test_the_finding_is_written_from_the_rows():
    """What the rows say stands in the heading, and the caption says where they were measured."""
    measured_families()
    page = open_page(PAGE)
    assert not page.exception
    assert not page.info
    said = words(page)
    assert "than all seven together (94.0 %)" in said
    assert "costs 1.0 point" in said
    assert "Measured here on 2-core AMD EPYC" in said
    assert "--set svm.only=$family" in page.code[0].value


def test_recorded_rows_are_shown_until_as_much_is_measured_here():
    """A row that another page measured hides no recorded ablation; one measured here takes its place whole."""
    experiments = measured_families("two-core-machine")
    add(dict.fromkeys([one for one in experiments if not one.settings], 0.5))
    assert "Recorded on" in words(open_page(PAGE))
    measured_families()
    said = words(open_page(PAGE))
    assert "Recorded on" not in said
    assert "Measured here on" in said


def test_rows_with_settings_never_mix_into_the_curve_of_data_size(measured):
    """An ablation beside a curve changes neither its finding, its chart, its caption, its card nor its forecast."""
    measured("digits", "live", sizes=(100, 500, 2000), recipes=("quick",))
    measured("digits", "two-core-machine", sizes=(100, 500), recipes=("quick", "thorough"))
    before = shown(DATA_SIZE)
    images = catalogue.load("digits")
    odd = [one for one in ablation.to_measure(images.name, images.version, 1000, 3) if one.settings]
    odd += [
        Experiment("digits", learner, n_train, seed, settings=(told,), data_version=images.version)
        for n_train in (100, 500, 2000, 3500)
        for learner, told in (("svm", ("C", 9.0)), ("cnn", ("epochs", 1)), ("cnn", ("width", 4)))
        for seed in range(5)
    ]
    for origin in ("live", "two-core-machine"):
        add(dict.fromkeys(odd, 0.999), origin)
        assert shown(DATA_SIZE) == before


def test_rows_with_settings_never_mix_into_the_recorded_curve(measured):
    """The first page shows learners as their recipe has them, whatever else a recorded file holds."""
    measured("cifar10-jpeg", "two-core-machine")
    home = "home"
    before = shown(home)
    odd = [
        Experiment(dataset, learner, n_train, seed, settings=(("only", "hog"),))
        for learner in ("svm", "cnn")
        for dataset in ("cifar10-jpeg", "mnist-png")
        for n_train in (100, 500, 2000, 5000, 10_000, 50_000)
        for seed in range(5)
    ]
    add(dict.fromkeys(odd, 0.999), "two-core-machine")
    assert shown(home) == before


def shown(path) -> tuple[str, list, list]:
    """Everything that a page says, draws and lists, read anew."""
    st.cache_data.clear()
    page = open_page(path)
    assert not page.exception
    charts = [element.proto.spec for element in page.get("plotly_chart")]
    return words(page), charts, [frame.value.to_json() for frame in page.dataframe]


def test_the_queue_tells_choices_of_families_apart():
    """Fifteen experiments of one learner and one size are fifteen names."""
    store = Store(settings().results_url)
    store.enqueue(ablation.to_measure("digits", catalogue.version("digits"), 1000, 1), "someone")
    store.close()
    names = open_page("runs").dataframe[0].value["name"]
    assert names.nunique() == len(names) == 15
    assert f"{label('svm')}, without Stripes (Gabor)" in set(names)


def test_the_cue_board_asks_everyone_about_every_cue(monkeypatch):
    """Each family, all together and the CNN, on four data sets, with three seeds, each under its data set's version."""
    asked: list[Experiment] = []
    monkeypatch.setattr(source.engine(), "submit", lambda experiments, asker, again: asked.extend(experiments))
    page = open_page(PAGE, part="Cue board")
    assert "drawn shapes" in page.info[0].value
    page.button(key="run").click().run()
    assert len({one.id for one in asked}) == len(asked) == 108
    assert {one.dataset for one in asked} == {f"shapes-{cue}" for cue in ("colour", "texture", "shape", "arrangement")}
    assert all(one.data_version == catalogue.version(one.dataset) for one in asked)
    alone = {("svm", (("only", family),)) for family in FAMILIES}
    assert {(one.learner, one.settings) for one in asked} == alone | {("svm", ()), ("cnn", ())}


def test_the_cue_board_s_names_are_real():
    """Data sets that it names are in the catalogue, and its families are those of the register."""
    assert set(cue_board.CUES) <= {entry.name for entry in catalogue.entries()}
    assert {reader.only for reader in cue_board.READERS if reader.only} == set(FAMILIES)


def invented_cue_board() -> dict[Experiment, float]:
    """A share of right predictions for each experiment: every family reads its cue, and a CNN all but arrangement."""
    reads = {"colour_histogram": "colour", "binary_patterns": "texture", "hog": "shape"}
    shares = {}
    for experiment in cue_board.to_measure(1000, 3, "quick"):
        cue = experiment.dataset.removeprefix("shapes-")
        only = dict(experiment.settings).get("only")
        right = cue != "arrangement" if experiment.learner == "cnn" else only is None or reads.get(only) == cue
        shares[experiment] = 0.97 if right else 0.3
    return shares


def test_the_cue_board_says_what_its_cells_say():
    """A CNN that fails at a cue is reported as failing: nothing is asserted in advance."""
    add(invented_cue_board(), n_test=2000)
    page = open_page(PAGE, part="Cue board")
    assert not page.exception
    assert page.header[0].value.replace("\\", "") == (
        f"The SVM on all {number(len(FAMILIES))} families reads all four cues reliably; "
        "the CNN reads colour, texture and shape reliably."
    )
    assert (
        "The colour histogram reads only colour reliably; the colour moment family, the Sobel family, the grey pair "
        "family and the Gabor family each read none of the four cues reliably; the HOG family reads only shape "
        "reliably; the LBP family reads only texture reliably."
    ) in words(page)
    assert "Guessing gets 25 %" in words(page)
    assert page.code[0].value.startswith(
        "for dataset in shapes-colour shapes-texture shapes-shape shapes-arrangement; do"
    )


def test_without_a_kept_cnn_the_filters_offer_to_train_one():
    """An empty state that helps: what is missing, and a button that makes it."""
    page = open_page(PAGE, part="First filters of a CNN")
    assert not page.exception
    assert "No CNN of Digits is kept here yet" in words(page)
    assert page.button(key="run")


@pytest.fixture
def kept(monkeypatch):
    """A kept CNN, and an inference worker that knows its filters."""
    one = Kept(Experiment("digits", "cnn", 3500, data_version=catalogue.version("digits")), 1, "2026-11-22", 0.97)
    monkeypatch.setattr(filters, "largest", lambda dataset, version: {"cnn": one} if dataset == "digits" else {})
    asked: list[tuple] = []

    def ask(verb, *arguments):
        asked.append((verb, *arguments))
        return np.random.default_rng(0).standard_normal((16, 5, 5, 1)).astype(np.float32)

    monkeypatch.setattr(source, "ask", ask)
    return one, asked


def test_filters_stand_beside_their_matches_and_are_fetched_once(kept):
    """The finding counts them, the caption says how many images they were learned from; the next visitor shares."""
    one, asked = kept
    for _ in range(2):
        page = open_page(PAGE, part="First filters of a CNN")
        assert not page.exception
        assert not page.info
    said = words(page)
    assert "16 first filters" in said
    assert "from 3,500 images" in said
    assert "95 of 100 reach no more" in said
    assert asked == [("explain.verbs:first_filters", one.id)]


def test_an_inference_worker_that_cannot_answer_is_one_sentence(kept, monkeypatch):
    """Never a stack trace, whether the model is gone, the worker is busy, or it was lost."""
    problems = {
        r"The model is \*gone\*\.": ValueError("The model is *gone*."),
        "No answer came in time": TimeoutError(),
        r"The worker was lost\.": OSError("The worker was lost."),
    }
    for sentence, problem in problems.items():
        monkeypatch.setattr(source, "ask", Mock(side_effect=problem))
        page = open_page(PAGE, part="First filters of a CNN")
        assert not page.exception
        assert sentence in page.warning[0].value


def test_a_wrong_address_falls_back_to_the_defaults():
    """Values that no widget has are ignored, never an error."""
    for address in ({"part": "<b>nonsense", "n": "-1", "seeds": "x"}, {"part": "Cue board", "n": "7", "how": "never"}):
        page = open_page(PAGE, **address)
        assert not page.exception
        assert page.info


def test_the_address_holds_the_choice():
    """Data set, number of images and seeds are those of the address."""
    page = open_page(PAGE, dataset="Textures", n="500", seeds="2")
    assert page.selectbox(key="dataset").value == "textures"
    assert page.selectbox(key="n").value == 500
    assert any(caption.value.startswith("30 experiments") for caption in page.caption)
