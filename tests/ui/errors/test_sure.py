"""How sure both are: what kept models say, and the offer to train where none is kept."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from experiments.store.results import Store
from explain.answer import Confidence
from settings import settings
from tests.ui.errors.test_errors import N_TEST, stored
from tests.ui.part import open_page, words
from ui.common import source
from ui.errors import sure

pytestmark = pytest.mark.slow


def one_seed(*learners: str) -> None:
    """A row of each learner on the digits."""
    for learner in learners:
        stored(learner, 0, np.arange(N_TEST) > 10)


def is_kept(monkeypatch, asked: list[tuple[str, ...]]) -> None:
    """All models are kept; each is sure to 99 % of what is right nine times in ten, and calibrated to 90 %."""
    store = Store(settings().results_url)
    kept = SimpleNamespace(experiments=lambda: [result.experiment for result in store.results()])
    monkeypatch.setattr(sure, "model_store", lambda: kept)

    def ask(verb: str, *arguments: str) -> Confidence:
        asked.append((verb, *arguments))
        right = np.arange(N_TEST) % 10 > 0
        return Confidence(np.arange(N_TEST), right, np.full(N_TEST, 0.99), np.full(N_TEST, 0.9), 2.5, 1000)

    monkeypatch.setattr(source, "ask", ask)


def test_kept_models_are_asked_how_sure_they_are(monkeypatch):
    """One question a model; the error before and after, and what chose the temperature."""
    asked: list[tuple[str, ...]] = []
    one_seed("svm", "cnn")
    is_kept(monkeypatch, asked)
    page = open_page("errors", part="How sure?")
    said = words(page)

    assert not page.exception
    assert "The SVM is too sure, by 9.0 points on average; the CNN is too sure" in said
    assert "error is 0.0 points, no more than chance explains" in said
    assert "1,000 training images that neither model learned from" in said
    assert len(page.get("plotly_chart")) == 1
    assert [verb for verb, _ in asked] == ["explain.confidence:confidence"] * 2


def test_while_they_are_not_kept_models_of_another_size_are_shown(monkeypatch):
    """Below the offer to train, with the number of their images, so that the part is not empty."""
    one_seed("svm", "cnn")
    store = Store(settings().results_url)
    others = [replace(result.experiment, n_train=500) for result in store.results()]
    is_kept(monkeypatch, [])
    monkeypatch.setattr(sure, "model_store", lambda: SimpleNamespace(experiments=lambda: others[:1]))
    page = open_page("errors", part="How sure?")
    assert "Train" in [button.label for button in page.button]
    assert not page.get("plotly_chart")

    monkeypatch.setattr(sure, "model_store", lambda: SimpleNamespace(experiments=lambda: others))
    page = open_page("errors", part="How sure?")
    assert "Train" in [button.label for button in page.button]
    assert "both learned from 500 images, seed 0" in words(page)
    assert len(page.get("plotly_chart")) == 1


def test_the_gallery_begins_where_either_was_surest(monkeypatch):
    """Of eleven mistakes in common: one of which the CNN is sure, then those of the SVM, and last who was not asked."""
    one_seed("svm", "cnn")
    is_kept(monkeypatch, [])
    rows = np.delete(np.arange(N_TEST), 5)
    sure = iter((np.linspace(0.2, 0.3, N_TEST), np.where(np.arange(N_TEST) == 3, 0.9, 0.1)))

    def ask(*_: str) -> Confidence:
        return Confidence(rows, rows > 10, np.ones(len(rows)), next(sure)[rows], 1.0, 50)

    monkeypatch.setattr(source, "ask", ask)
    page = open_page("errors", part="Images", errors_part="Neither")
    alts = re.findall(r"Test image (\d+),", " ".join(str(image.proto) for image in page.get("image")))

    assert not page.exception
    assert alts == ["4", "11", "10", "9", "8", "7", "5", "3", "2", "1", "6"]
    assert "The last 1, which the models were not asked about" in words(page)


def test_the_gallery_is_in_the_order_of_the_test_set_where_nobody_answers(monkeypatch):
    """A model that is gone costs the order, not the page."""
    one_seed("svm", "cnn")
    is_kept(monkeypatch, [])

    def refuse(*_: str) -> None:
        raise ValueError("This model is not kept any more; train it again.")

    monkeypatch.setattr(source, "ask", refuse)
    page = open_page("errors", part="Images", errors_part="Neither")

    assert not page.exception
    assert "In the order of the test set." in words(page)


def test_without_kept_models_training_is_offered():
    """Rows hold no scores: the part says so, and trains the very experiments of the rows."""
    one_seed("svm", "cnn")
    page = open_page("errors", part="How sure?")

    assert not page.exception
    assert "not how sure a model was of it" in page.info[0].value
    assert [button.label for button in page.button if "Train" in button.label] == ["Train"]


def test_pretrained_features_can_be_asked(monkeypatch):
    """As the other two."""
    one_seed("svm", "pretrained")
    is_kept(monkeypatch, [])
    page = open_page("errors", part="How sure?", errors_a="SVM, quick", errors_b="Pretrained + SVM, quick")

    assert not page.exception
    assert "the SVM on pretrained features is too sure" in words(page)


def test_who_cannot_be_asked_is_said():
    """The majority class has no scores."""
    one_seed("svm", "majority")
    page = open_page("errors", part="How sure?")

    assert not page.exception
    assert "choose others above" in page.info[0].value


def test_a_gone_model_is_one_sentence(monkeypatch):
    """What the worker refuses is shown in its words."""
    one_seed("svm", "cnn")
    is_kept(monkeypatch, [])

    def refuse(*_: str) -> None:
        raise ValueError("This model is not kept any more; train it again.")

    monkeypatch.setattr(source, "ask", refuse)
    page = open_page("errors", part="How sure?")

    assert not page.exception
    assert "not kept any more" in page.warning[0].value
