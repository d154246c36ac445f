"""Small models in a model store of their own, trained once for all tests of this folder."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from catalogue import arrays, subset
from catalogue.dataset import Images
from catalogue.entries import silent
from catalogue.sources.embedded import make_digits
from catalogue.sources.shapes import CLASSES, draw
from experiments.kept.model_store import ModelStore
from experiments.run import context
from experiments.spec import Experiment
from explain import explained_model
from models.register import build
from tests.models.images import easy

PATCH = slice(16, 20), slice(8, 12)
"""Rows and columns of the one patch that tells the class in `one_patch`: as large as what occlusion covers."""


def one_patch(n_train: int = 400) -> Images:
    """Grey squares anywhere, so that one more is nothing new, and one bright in one class, dark in the other."""
    random = np.random.default_rng(0)
    y = np.arange(n_train + 40) % 2
    X = np.full((len(y), 28, 28, 1), 125, np.uint8)
    for image, label in zip(X, y, strict=True):
        for row, column in random.integers(0, 25, (30, 2)):
            image[row : row + 4, column : column + 4] = random.integers(90, 160)
        image[PATCH] = 230 if label else 20
    parts = X[:n_train], y[:n_train], X[n_train:], y[n_train:]
    return Images("one_patch", "One patch", ("dark", "bright"), *parts, "1", mirrored=False)


def colours() -> Images:
    """Shapes of which only the colour reveals the class."""
    y = np.arange(480) % 4
    X = draw("colour", y, np.random.default_rng(0))
    return Images("colours", "Colours", CLASSES["colour"], X[:400], y[:400], X[400:], y[400:], "1", mirrored=True)


def three(n_test: int = 60) -> Images:
    """Colour images, oblong, of three classes that anybody could tell apart."""
    (X, y), (X_test, y_test) = easy(60, 3, (24, 32, 3)), easy(n_test, 3, (24, 32, 3), seed=1)
    return Images("three", "Three", ("a", "b", "c"), X, y, X_test, y_test, "1", mirrored=True)


@dataclass
class KeptModels:
    """Data sets by name, and the model store of models trained on them."""

    store: ModelStore
    images: dict[str, Images] = field(default_factory=dict)
    models: dict[str, object] = field(default_factory=dict)

    def keep(self, dataset: str, learner: str, n_train: int, recipe: str = "quick", **settings: object) -> str:
        """Train a model as the verb does, keep it, and give its id; once only."""
        if learner == "cnn":
            settings = {"dtype": "float32", **settings}
        images = self.images[dataset]
        chosen = tuple(sorted(settings.items()))
        experiment = Experiment(dataset, learner, n_train, 0, recipe, "cpu", images.version, chosen)
        if experiment.id not in self.models:
            rows = subset(images, n_train, 0)
            model = build(learner, context(experiment, images, lambda done, n_epochs: None), **settings)
            self.models[experiment.id] = model.fit(images.X_train[rows], images.y_train[rows])
            self.store.keep(experiment, model, 0.5)
        return experiment.id

    def digits(self, learner: str) -> str:
        """A model that learned from 500 digits; the frozen network sees them small, to be fast."""
        small = {"side": 64} if learner == "pretrained" else {}
        return self.keep("digits", learner, 500, **small)


@pytest.fixture(scope="session")
def all_kept(tmp_path_factory: pytest.TempPathFactory) -> KeptModels:
    """The model store and the data sets."""
    folder = tmp_path_factory.mktemp("kept")
    make_digits(folder / "digits", silent)
    there = arrays.read(folder / "digits")
    parts = there.X_train, there.y_train, there.X_test, there.y_test
    digits = Images("digits", "Digits", there.classes, *parts, "1", mirrored=False)
    named = {images.name: images for images in (digits, one_patch(), colours(), three())}
    return KeptModels(ModelStore(folder / "models", 10**9), named)


@pytest.fixture
def kept(all_kept: KeptModels, monkeypatch: pytest.MonkeyPatch) -> KeptModels:
    """The same, where the verbs look for it."""
    monkeypatch.setattr(explained_model, "model_store", lambda: all_kept.store)
    monkeypatch.setattr(explained_model, "load", lambda name, version: all_kept.images[name])
    return all_kept


@pytest.fixture(params=["svm", "cnn", "pretrained"])
def on_digits(request: pytest.FixtureRequest, kept: KeptModels) -> str:
    """The id of a model that learned from 500 digits, one of each kind."""
    return kept.digits(request.param)


@pytest.fixture
def keep(kept: KeptModels) -> Callable[..., str]:
    """Trains and keeps a model."""
    return kept.keep
