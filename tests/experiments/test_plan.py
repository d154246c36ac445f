"""From what was asked for to experiments: what can be measured becomes a sweep, what cannot becomes one sentence."""

from importlib import import_module
from pathlib import Path

import pytest

import catalogue
from catalogue.dataset import Images
from experiments.plan import dataset_name, parse_settings, parse_size, parse_value, plan, plan_race, usual_sizes
from experiments.spec import Experiment
from experiments.watch import ordered
from models.register import LEARNERS, RECIPES
from tests.models.images import easy


def data_set(n_train=90, n_classes=3):
    """A data set of small images."""
    (X, y), (X_test, y_test) = easy(n_train, n_classes, (8, 8, 1)), easy(9, n_classes, (8, 8, 1))
    classes = tuple("abcdefghij"[:n_classes])
    return Images("small", "Small", classes, X, y, X_test, y_test, "v1", mirrored=True)


def asked(**changes):
    """The plan for twenty images and the floor, with changes."""
    values = {"learners": ["majority"], "sizes": [20], "n_seeds": 1, **changes}
    return plan("small", data_set(), **values)


def test_a_plan_is_the_sweep_of_what_was_asked_for():
    """Each learner, size, seed and recipe once, of the data set as it is now, with each learner's own settings."""
    chosen = {"svm": {"C": 2.0}}
    experiments = asked(learners=["svm", "majority"], sizes=[30, 20], n_seeds=2, recipes=RECIPES, chosen=chosen)

    assert len(set(experiments)) == 2 * 2 * 2 * 2
    assert {one.data_version for one in experiments} == {"v1"}
    assert experiments[0] == Experiment("small", "svm", 20, 0, "quick", "auto", "v1", (("C", 2.0),))
    assert experiments[-1] == Experiment("small", "majority", 30, 1, "thorough", "auto", "v1", ())


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_number_is_one_setting_however_it_is_written(recipe):
    """Where a learner takes any number, 125 is 125.0, as recorded rows have it; a whole number stays whole."""
    ids = {
        experiment.id
        for text in ("125", "125.0", "1.25e2")
        for experiment in asked(learners=["svm"], recipes=[recipe], chosen=parse_settings([f"svm.C={text}"]))
    }
    assert ids == {Experiment("small", "svm", 20, 0, recipe, "auto", "v1", (("C", 125.0),)).id}
    (whole,) = asked(learners=["cnn"], recipes=[recipe], chosen=parse_settings(["cnn.epochs=3", "cnn.lr=1"]))
    assert repr(whole.settings) == "(('epochs', 3), ('lr', 1.0))"


def test_what_cannot_be_measured_is_one_sentence():
    """Nothing is queued, and the sentence names what is wrong and what would be right."""
    for changes, words in [
        ({"learners": []}, ["at least one learner"]),
        ({"sizes": []}, ["one number of training images"]),
        ({"recipes": []}, ["one recipe"]),
        ({"n_seeds": 0}, ["seeds", "1 to 1,000", "not 0"]),
        ({"n_seeds": -3}, ["seeds", "1 to 1,000", "not -3"]),
        ({"device": "gpu"}, ["'gpu'", "auto, cpu, cuda"]),
        ({"learners": ["svn"]}, ["'svn'", *LEARNERS]),
        ({"recipes": ["slow"]}, ["'slow'", *RECIPES]),
        ({"chosen": {"svn": {}}}, ["'svn'", *LEARNERS]),
        ({"chosen": {"svm": {"C": 1.0}}}, ["'svm'", "not among the learners"]),
        ({"chosen": {"majority": {"colour": 1}}}, ["'majority'", "'colour'"]),
        ({"learners": ["svm"], "chosen": {"svm": {"C": 0.0}}}, ["'C'", "(0.0, inf)", "0.0"]),
        ({"learners": ["cnn"], "chosen": {"cnn": {"epochs": 2.5}}}, ["'epochs'", "int", "2.5"]),
        ({"learners": ["svm"], "recipes": ["thorough"], "chosen": {"svm": {"block": 9}}}, ["'svm'", "'block'"]),
        ({"sizes": [20, 2]}, ["from 3", "one for each class", "to 90", "not 2"]),
        ({"sizes": [91]}, ["from 3", "to 90", "not 91"]),
        ({"sizes": [10.5]}, ["whole number", "not 10.5"]),
        ({"sizes": [-1]}, ["whole number", "not -1"]),
    ]:
        with pytest.raises(ValueError) as problem:
            asked(**changes)
        sentence = str(problem.value)

        assert "\n" not in sentence
        assert sentence.endswith(".")
        assert [word for word in words if word not in sentence] == []


def test_usual_sizes_are_1_2_5_up_to_all_there_are():
    """Evenly spread on a log axis, from 100, each once, and all images at the end."""
    for n_train, n_classes, sizes in [
        (90, 3, [90]),
        (100, 3, [100]),
        (700, 3, [100, 200, 500, 700]),
        (5_000, 10, [100, 200, 500, 1_000, 2_000, 5_000]),
    ]:
        assert usual_sizes(data_set(n_train, n_classes)) == sizes


def test_usual_sizes_begin_at_one_image_a_class():
    """Fewer than one image a class cannot be drawn, whatever smallest size is wished for."""
    assert usual_sizes(data_set(90, 10), smallest=1) == [10, 20, 50, 90]
    assert usual_sizes(data_set(90, 3), smallest=20) == [20, 50, 90]


def test_every_usual_size_can_be_planned():
    """What the page offers is never refused."""
    for n_train in [3, 40, 100, 101, 9_999]:
        images = data_set(n_train)

        assert plan("small", images, ["majority"], usual_sizes(images), 1)


def test_settings_are_read_by_learner():
    """As written on the command line, a later one of a name takes the place of the first."""
    written = ["cnn.epochs=10", "cnn.lr=0.1", "svm.kernel=linear", "cnn.epochs=12"]

    assert parse_settings(written) == {"cnn": {"epochs": 12, "lr": 0.1}, "svm": {"kernel": "linear"}}


def test_a_setting_in_another_form_is_one_sentence():
    """The right form is shown with the wrong one."""
    for written in ["", "epochs=10", "cnn.epochs", "cnn.=1", ".epochs=1", "cnn epochs 10"]:
        with pytest.raises(ValueError, match=r"^A setting is written as learner\.name=value, .*, not '.*'\.$"):
            parse_settings([written])


def test_a_value_is_what_it_looks_like():
    """10 is a whole number, 0.5 a number, true is true, and anything else is text; an equals sign may be in it."""
    for text, value in [
        ("10", 10),
        ("-3", -3),
        ("0.5", 0.5),
        ("1e-3", 0.001),
        ("true", True),
        ("false", False),
        ("linear", "linear"),
    ]:
        found = parse_value(text)

        assert (type(found), found) == (type(value), value)
        assert parse_settings([f"cnn.x={text}=y"]) == {"cnn": {"x": f"{text}=y"}}


def test_a_size_may_be_written_with_separators():
    """As people write thousands; whether there are that many is another question."""
    for text, size in [("100", 100), ("50,000", 50_000), ("1_000", 1_000), (" 7 ", 7), ("-1", -1)]:
        assert parse_size(text) == size


def test_a_size_that_is_no_whole_number_is_one_sentence():
    """The text is shown as it was written."""
    for text in ["", "ten", "10.5", "1e3", "10 000 images"]:
        with pytest.raises(ValueError, match=r"^The number of training images must be a whole number, not '.*'\.$"):
            parse_size(text)


def test_a_data_set_keeps_its_name(monkeypatch, tmp_path):
    """A name of the catalogue stays as it is, even if a folder of that name lies here."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "digits").mkdir()

    assert "digits" in {entry.name for entry in catalogue.entries()}
    assert dataset_name("digits") == "digits"


def test_a_path_becomes_absolute(monkeypatch, tmp_path):
    """A worker elsewhere on this machine finds it too; what is neither name nor path is left for the catalogue."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    Path("mine").mkdir()

    assert (
        dataset_name("mine") == dataset_name("~/mine") == dataset_name("./mine") == str((tmp_path / "mine").resolve())
    )
    assert dataset_name("nowhere") == "nowhere"
    assert dataset_name("") == ""


def test_the_path_of_a_listed_data_set_is_its_name(setting, monkeypatch, tmp_path):
    """Asked for by path and by name, an experiment is the same one."""
    (tmp_path / "data" / "pets").mkdir(parents=True)
    setting("data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)

    assert dataset_name("data/pets") == dataset_name(str(tmp_path / "data" / "pets")) == dataset_name("pets") == "pets"


def test_planning_draws_no_images(monkeypatch):
    """A size is only compared with what there is, so that a plan for a large data set is there at once."""
    monkeypatch.setattr(import_module("catalogue.subset"), "stratified_order", None)

    assert len(asked(sizes=[20, 90])) == 2


def test_a_sweep_from_a_terminal_starts_with_the_largest_unless_seconds_are_short():
    """A large one that starts last would have one worker busy alone; a budget is better spent on many small ones."""
    asked = [Experiment("digits", "svm", n, seed) for n in (10, 20, 30) for seed in (0, 1)]
    assert [(e.n_train, e.seed) for e in ordered(asked, None)] == [(30, 0), (30, 1), (20, 0), (20, 1), (10, 0), (10, 1)]
    assert ordered(asked, 5.0) == asked


def test_races_of_a_seed_stand_in_a_row():
    """Two workers then run both learners at the same time, on all training images."""
    races = plan_race("small", data_set(), 60, n_seeds=2)

    assert [(race.learner, race.seed) for race in races] == [("svm", 0), ("cnn", 0), ("svm", 1), ("cnn", 1)]
    assert races[0] == Experiment("small", "svm", 90, 0, "race", "auto", "v1", (("budget_seconds", 60),))
    assert ordered(races, None) == races


def test_a_race_takes_no_more_images_than_are_allowed(setting):
    """Where the operator allows fewer than there are, it is as many as allowed."""
    setting("max_images", 50)

    assert {race.n_train for race in plan_race("small", data_set(), 60, 1)} == {50}


def test_what_cannot_be_raced_is_one_sentence():
    """Nothing is queued, and the sentence names what is wrong and what would be right."""
    for changes, words in [
        ({"budget_seconds": 0}, ["from 1 to 600", "not 0"]),
        ({"budget_seconds": 601}, ["from 1 to 600", "not 601"]),
        ({"budget_seconds": 1.5}, ["whole number", "not 1.5"]),
        ({"budget_seconds": True}, ["whole number"]),
        ({"n_seeds": 0}, ["seeds", "1 to 1,000"]),
        ({"learners": ["majority"]}, ["'majority'", "svm, cnn, pretrained"]),
        ({"learners": []}, ["at least one learner"]),
        ({"device": "gpu"}, ["'gpu'", "auto, cpu, cuda"]),
        ({"images": data_set(5)}, ["6 training images", "two per class", "not 5"]),
    ]:
        with pytest.raises(ValueError) as problem:
            plan_race(**{"dataset": "small", "images": data_set(), "budget_seconds": 60, "n_seeds": 1, **changes})
        sentence = str(problem.value)

        assert "\n" not in sentence
        assert sentence.endswith(".")
        assert [word for word in words if word not in sentence] == []
