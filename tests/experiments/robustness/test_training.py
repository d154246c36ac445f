"""Training images that had a change: what they are, and that nothing else is changed."""

from dataclasses import replace

import numpy as np
import pytest

import catalogue
import experiments.__main__ as command_line
from catalogue.images.changes import CHANGES
from experiments import scoring
from experiments.robustness import measure, training
from experiments.robustness.measure import robustness
from experiments.robustness.row import Robustness, unchanged, under_changes
from experiments.robustness.training import changed, with_change
from experiments.run import load, train
from experiments.spec import Experiment

pytestmark = pytest.mark.slow

LEARNERS = ["svm", "cnn", "pretrained", "swap"]


@pytest.fixture
def small(monkeypatch):
    """The digits with few images, by the same name, however they are changed."""
    whole = catalogue.load("digits")
    parts = {"X_train": 10, "y_train": 10, "X_test": 25, "y_test": 25}
    few = {name: getattr(whole, name)[::step].copy() for name, step in parts.items()}  # of every class
    images = replace(whole, version="small", **few)

    def give(**other):
        load.cache_clear()
        given = replace(images, **other)
        monkeypatch.setattr(catalogue, "load", lambda _name, _report=None: given)
        return given

    yield give
    load.cache_clear()


def asked(learner, n=60):
    """An experiment with these images."""
    return Experiment("digits", learner, n, data_version="small")


def measured(experiment):
    """What the table would keep of the predictions."""
    return train(experiment)[0].predictions


def test_the_same_images_come_from_the_same_places():
    """Whatever else is chosen; all six amounts are drawn, and the data set itself stays as it is."""
    for change in list(CHANGES):
        images = catalogue.load("shapes")
        before = images.X_train[:400].copy(), images.X_test.copy()
        all_of_them = changed(images, np.arange(400), change)
        some = np.array([350, 3, 77])
        kept = (all_of_them == before[0]).all(axis=(1, 2, 3)).mean()

        assert np.array_equal(changed(images, some, change), all_of_them[some])
        assert np.array_equal(images.X_train[:400], before[0])
        assert np.array_equal(images.X_test, before[1])
        assert 0.1 < kept < 0.25


def test_no_training_image_has_the_noise_of_a_test_image():
    """Otherwise a learner could know the noise instead of the image."""
    images = catalogue.load("digits")
    grey = replace(images, X_train=np.full_like(images.X_train[:200], 128))
    test = CHANGES["noise"].apply_to_all(grey.X_train, 40, range(200))
    trained = changed(grey, np.arange(200), "noise")

    assert not (trained.reshape(200, 1, -1) == test.reshape(1, 200, -1)).all(axis=2).any()


@pytest.mark.parametrize("learner", LEARNERS)
def test_it_is_ordinary_training_on_changed_images(small, learner):
    """Scaler, tuning and stopping see these only; the test images, and what is kept of any, are the unchanged ones."""
    images = small()
    ordinary = measured(asked(learner))
    on_change = measured(*with_change("noise", [asked(learner)]))
    again = measured(asked(learner))
    small(X_train=changed(images, np.arange(len(images.X_train)), "noise"))

    assert on_change == measured(asked(learner))
    assert again == ordinary != on_change


@pytest.mark.parametrize("learner", LEARNERS)
def test_amounts_that_change_nothing_train_the_same_model(small, learner, monkeypatch):
    """Bit by bit."""
    small()
    still = replace(CHANGES["noise"], levels=(0,) * 5)
    monkeypatch.setattr(training, "CHANGES", {"noise": still})

    assert measured(*with_change("noise", [asked(learner)])) == measured(asked(learner))


def test_embeddings_of_changed_images_are_not_kept(small, home):
    """They would take room for every change, and nobody may mistake them."""
    small()
    train(asked("pretrained"))
    before = {path.name: path.read_bytes() for path in (home / scoring.FOLDER).glob("*.npy")}
    train(*with_change("noise", [asked("pretrained")]))

    assert before == {path.name: path.read_bytes() for path in (home / scoring.FOLDER).glob("*.npy")}


def test_a_row_tells_what_its_model_was_trained_on(small, monkeypatch):
    """As another experiment, in a line of JSON and from the queue; older lines tell that it was nothing."""
    small()
    monkeypatch.setattr(measure, "CHANGES", {"shift": CHANGES["shift"]})
    ordinary, (other,) = asked("majority"), with_change("noise", [asked("majority")])
    row = robustness(other)
    line = row.to_json()

    assert len({one.id for one in (ordinary, other, under_changes(ordinary), under_changes(other))}) == 4
    assert unchanged(under_changes(other)) == other
    assert (row.trained_on, row.id) == ("noise", other.id)
    assert Robustness.from_json(line) == row
    assert Robustness.from_json(line.replace(', "trained_on": "noise"', "")).trained_on == ""
    assert robustness(ordinary).trained_on == ""


def test_wrong_names_get_the_right_ones():
    """Those that act on these images: colour does not on grey ones."""
    command = ["robustness", "--dataset", "digits", "--learner", "majority", "--n-train", "20", "--trained-on"]
    for wrong in ("nois", "hue"):
        with pytest.raises(ValueError, match=f"'{wrong}' of these images; there are blur, noise, .*, shuffle.$"):
            command_line.app([*command, wrong], standalone_mode=False)


def test_the_command_measures_them(small, capsys, monkeypatch):
    """A row a line, told apart from the ordinary one."""
    small()
    monkeypatch.setattr(measure, "CHANGES", {"shift": CHANGES["shift"]})
    command = ["robustness", "--dataset", "digits", "--learner", "majority", "--n-train", "20", "--engine", "inline"]
    for more in ([], ["--trained-on", "shift"]):
        command_line.app([*command, "--json", *more], standalone_mode=False)
    rows = [Robustness.from_json(line) for line in capsys.readouterr().out.splitlines()]

    assert [row.trained_on for row in rows] == ["", "shift"]
