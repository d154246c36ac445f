"""The SVM in torch and in cuML: the labels of the learner's own SVM, and its settings."""

import sys
from types import ModuleType

import numpy as np
import pytest
import torch

from models.handcrafted.support_vectors import SearchedSVC, classifier
from models.register import Context
from timing.device import TorchDevice
from timing.operations import handcrafted, register
from timing.operations.handcrafted import TorchSVM, coefficients
from timing.operations.register import chosen
from timing.rows.row import Variant

NO_GPU = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
DEVICES = ["cpu", pytest.param("cuda", marks=[pytest.mark.gpu, NO_GPU])]


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_torch_predicts_as_the_learner_does(n_classes, device):
    """Every one of 1,500 digits gets the label of KernelSVC."""
    X, y = handcrafted.digit_features(2000)
    X, y = X[y < n_classes], y[y < n_classes]
    fitted = classifier(Context()).fit(X[:300], y[:300])
    answered = TorchSVM.of(fitted, device).predict(torch.from_numpy(X).to(device))

    np.testing.assert_array_equal(fitted.classes_[answered.cpu().numpy()], fitted.predict(X))


def test_a_decision_near_zero_is_repeated_in_double_precision():
    """Between two images of different classes, where rounding decides, torch and the learner agree."""
    rows = np.array([[-1.0, 0.0], [1.0, 0.0], [0.0, 2.0]], np.float32)
    fitted = SearchedSVC.pipeline().fit(rows, [0, 1, 2])
    asked = (rows[:1] + rows[1:2]) / 2 + np.linspace(-1e-5, 1e-5, 101, dtype=np.float32)[:, None] * [1, 0]
    answered = TorchSVM.of(fitted, "cpu").predict(torch.from_numpy(asked.astype(np.float32)))

    np.testing.assert_array_equal(answered.numpy(), fitted.predict(asked.astype(np.float32)))
    assert len(set(answered.tolist())) > 1


def test_a_support_vector_only_counts_for_its_own_class():
    """Ten classes make 45 pairs, and each support vector has coefficients in nine of them."""
    svm = classifier(Context()).fit(*handcrafted.digit_features(250))["classify"]

    assert coefficients(svm).shape == (len(svm.support_vectors_), 45)
    assert ((coefficients(svm) != 0).sum(1) <= 9).all()
    assert np.count_nonzero(coefficients(svm)) == np.count_nonzero(svm.dual_coef_)


def test_both_timed_predictions_agree():
    """NumPy's products, torch's, and torch's on a device with a memory of its own."""
    devices = {"numpy": TorchDevice("cpu"), "torch": TorchDevice("cpu", copies=True)}
    works = [handcrafted.svm_predict(250, Variant(library=name), device) for name, device in devices.items()]
    numpy, by_torch = works
    copied = by_torch.copy_out(by_torch.compute(by_torch.copy_in(by_torch.given)))

    np.testing.assert_array_equal(copied.numpy(), numpy.compute(numpy.given))
    assert by_torch.flop > numpy.flop > 0


class Machine:
    """Stands in for cuML's SVC."""

    def __init__(self, **settings):
        self.settings = settings

    def fit(self, X, y):
        """Keep the arguments."""
        self.X, self.y = X, y
        return self


@pytest.fixture
def cuml(monkeypatch):
    """A module with cuML's name."""
    library = ModuleType("cuml.svm")
    library.SVC = Machine
    monkeypatch.setitem(sys.modules, "cuml", ModuleType("cuml"))
    monkeypatch.setitem(sys.modules, "cuml.svm", library)


def test_without_cuml_a_gpu_fits_no_svm(monkeypatch):
    """What is not installed is not timed; the processor's solver is."""
    monkeypatch.setitem(sys.modules, "cuml.svm", None)

    assert handcrafted.cuml_svc() is None
    assert register.svm_solver(TorchDevice("cuda", copies=True)) == []
    assert len(register.svm_solver(TorchDevice("cpu"))) == 1


def test_cuml_gets_the_settings_of_the_learner(cuml):
    """C and gamma as in KernelSVC, rows standardised on the device, even if a column is constant."""
    work = handcrafted.svm_fit(250, Variant(library="cuml"), TorchDevice("cpu", copies=True))
    X, y = work.copy_in(work.given)
    X[:, 0] = 7.0
    svm = work.compute((X, y))
    columns = X.shape[1]

    assert [variant.library for variant in register.svm_solver(TorchDevice("cuda", copies=True))] == ["cuml"]
    assert svm.settings == {"kernel": "rbf", "C": 5.0, "gamma": 1.0 / columns, "cache_size": 1_000}
    assert [name for name, _ in work.parts()] == ["copy_in", "compute"]
    torch.testing.assert_close(svm.X.mean(0), torch.zeros(columns), atol=1e-4, rtol=0)
    assert svm.X[:, 0].abs().max() == 0
    assert torch.equal(svm.y, y)


def test_what_needs_float64_is_left_out_where_there_is_none():
    """Apple's GPU has no float64; what does not need it is timed there all the same."""
    apple = TorchDevice("mps", copies=True)

    names = ("hog", "binary_patterns", "svm_predict")
    libraries = {one.name: [variant.library for variant in one.variants_on(apple)] for one in chosen([*names])}

    assert libraries == {"hog": ["torch"], "binary_patterns": [], "svm_predict": []}
