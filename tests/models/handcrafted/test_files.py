"""What a file of a scikit-learn model may hold: our own types and plain ones, and nothing that is run."""

import os
import sys

import numpy as np
import pytest
import skops.io
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer

from models.handcrafted import raw_svm
from models.handcrafted.files import FILE, trusted
from models.handcrafted.kernel_svc import KernelSVC
from models.handcrafted.support_vectors import SearchedSVC
from models.register import LEARNERS, RECIPES, Context, UnusableModel, build
from tests.models.images import easy

pytestmark = pytest.mark.slow


def names():
    """The trusted types, by name."""
    return {one if isinstance(one, str) else f"{one.__module__}.{one.__qualname__}" for one in trusted()}


def test_what_our_models_hold_is_trusted_and_nothing_else(tmp_path):
    """What skops does not trust by itself is ours, and is in our list; every type of the list is in some file."""
    needed = set()
    for learner in ("svm", "pretrained", "raw_svm", "majority"):
        for recipe in RECIPES:
            model = build(learner, Context(recipe, device="cpu")).fit(*easy(24))
            LEARNERS[learner].save(model, tmp_path / learner / recipe)
            needed |= set(skops.io.get_untrusted_types(file=tmp_path / learner / recipe / FILE))
    cell = build("swap", Context(device="cpu"), features="raw", head="linear_svm").fit(*easy(24))
    LEARNERS["swap"].save(cell, tmp_path / "swap")
    needed |= set(skops.io.get_untrusted_types(file=tmp_path / "swap" / FILE))

    assert names() == needed
    assert all(name.startswith(("models.", "features.")) for name in needed)


class Foreign:
    """A type that no model of ours has."""


@pytest.mark.parametrize(
    ("foreign", "named"),
    [
        (FunctionTransformer(os.system), "posix.system" if os.name == "posix" else "nt.system"),
        (FunctionTransformer(np.load), "load"),
        (FunctionTransformer(func=Foreign), "Foreign"),
    ],
    ids=["command", "reader", "type"],
)
def test_a_file_with_a_foreign_type_is_refused(foreign, named, tmp_path):
    """A foreign type is never created, let alone called: the sentence names it."""
    skops.io.dump(Pipeline([("features", foreign)]), tmp_path / FILE)
    with pytest.raises(UnusableModel, match=named) as problem:
        LEARNERS["svm"].load(tmp_path)

    assert "\n" not in str(problem.value)
    assert str(problem.value).endswith("train it again.")


def test_what_is_no_model_is_refused(tmp_path):
    """Trusted types alone make no model: a list of numbers cannot predict."""
    skops.io.dump([1.0, 2.0], tmp_path / FILE)
    with pytest.raises(UnusableModel, match=r"the file holds no model but a value of type list"):
        LEARNERS["majority"].load(tmp_path)


@pytest.mark.parametrize("learner", ["svm", "raw_svm"])
def test_a_model_of_the_version_before_still_predicts(learner, tmp_path, monkeypatch):
    """Until November 2026 our modules were in `models` itself, and models kept then name their types by them."""
    X, y = easy(24)
    model = build(learner, Context("thorough", device="cpu")).fit(X, y)
    expected = model.predict(X)
    moved = {KernelSVC: "models.kernel_svc", SearchedSVC: "models.support_vectors", raw_svm.pixels: "models.raw_svm"}
    with monkeypatch.context() as before:
        for thing, module in moved.items():
            before.setitem(sys.modules, module, sys.modules[thing.__module__])
            before.setattr(thing, "__module__", module)
        LEARNERS[learner].save(model, tmp_path)
    names = set(skops.io.get_untrusted_types(file=tmp_path / FILE))
    opened = LEARNERS[learner].load(tmp_path)

    assert {"models.kernel_svc.KernelSVC", "models.support_vectors.SearchedSVC"} <= names
    assert ("models.raw_svm.pixels" in names) == (learner == "raw_svm")
    assert not any(name.startswith("models.handcrafted") for name in names)
    assert np.array_equal(opened.predict(X), expected)


@pytest.mark.parametrize("head", ["linear_svm", "neural"])
def test_a_cell_of_the_version_before_still_predicts(head, tmp_path):
    """Cells of the swap board kept until November 2026 call their pipeline `machine_`."""
    X, y = easy(24)
    model = build("swap", Context(device="cpu"), features="raw", head=head).fit(X, y)
    expected = model.predict(X)
    fitted = vars(model["classify"])
    fitted["machine_"] = fitted.pop("pipeline_")
    LEARNERS["swap"].save(model, tmp_path)

    assert np.array_equal(LEARNERS["swap"].load(tmp_path).predict(X), expected)
