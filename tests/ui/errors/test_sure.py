"""How sure both are: what kept models say, and the offer to train where none is kept."""

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
        return Confidence(right, np.full(N_TEST, 0.99), np.full(N_TEST, 0.9), 2.5, 1000)

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


def test_without_kept_models_training_is_offered():
    """Rows hold no scores: the part says so, and trains the very experiments of the rows."""
    one_seed("svm", "cnn")
    page = open_page("errors", part="How sure?")

    assert not page.exception
    assert "not how sure a model was of it" in page.info[0].value
    assert [button.label for button in page.button if "Train" in button.label] == ["Train"]


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
