"""Fitted scikit-learn models as a file without code: arrays and names, of the types listed here and of no others."""

from pathlib import Path

from sklearn.dummy import DummyClassifier
from sklearn.pipeline import Pipeline

from features import FAMILIES
from models.handcrafted.kernel_svc import KernelSVC
from models.handcrafted.support_vectors import SearchedSVC

FILE = "model.skops"


def save(model: Pipeline | DummyClassifier, folder: Path) -> None:
    """Write the fitted model into the folder."""
    import skops.io  # it loads all of scikit-learn, which a worker that only measures need not wait for

    skops.io.dump(model, folder / FILE)


def load(folder: Path) -> Pipeline | DummyClassifier:
    """The model that `save` wrote; TypeError when the file holds anything that no model of ours does."""
    import skops.io

    model = skops.io.load(folder / FILE, trusted=trusted())
    if not isinstance(model, Pipeline | DummyClassifier):
        raise TypeError(f"what it holds is no model but of type {type(model).__name__}")
    return model


def trusted() -> list[type | str]:
    """Our own types, trusted beside scikit-learn's and NumPy's plain ones: none runs code when it is read."""
    return [KernelSVC, SearchedSVC, *FAMILIES.values(), "models.handcrafted.raw_svm.pixels"]
