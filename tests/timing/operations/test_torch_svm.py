"""The SVM in torch and in cuML: the labels of the learner's own machine, and its settings."""

import sys
from types import ModuleType

import numpy as np
import pytest
import torch

from models.handcrafted.support_vectors import classifier, standardised
from models.register import Context
from timing.device import TorchDevice
from timing.operations import by_cuml, handcrafted, ways
from timing.operations.torch_svm import TorchSVM, coefficients
from timing.rows.row import Way

NO_GPU = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
DEVICES = ["cpu", pytest.param("cuda", marks=[pytest.mark.gpu, NO_GPU])]


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_torch_answers_as_the_learner_does(n_classes, device):
    """Every one of 1,500 digits gets the label of KernelSVC."""
    X, y = handcrafted.described(2000)
    X, y = X[y < n_classes], y[y < n_classes]
    fitted = classifier(Context()).fit(X[:300], y[:300])
    answered = TorchSVM.of(fitted, device).predict(torch.from_numpy(X).to(device))

    np.testing.assert_array_equal(fitted.classes_[answered.cpu().numpy()], fitted.predict(X))


def test_a_decision_near_zero_is_made_again_in_double():
    """Between two images of unlike classes, where rounding decides, torch and the learner round alike."""
    rows = np.array([[-1.0, 0.0], [1.0, 0.0], [0.0, 2.0]], np.float32)
    fitted = standardised().fit(rows, [0, 1, 2])
    asked = (rows[:1] + rows[1:2]) / 2 + np.linspace(-1e-5, 1e-5, 101, dtype=np.float32)[:, None] * [1, 0]
    answered = TorchSVM.of(fitted, "cpu").predict(torch.from_numpy(asked.astype(np.float32)))

    np.testing.assert_array_equal(answered.numpy(), fitted.predict(asked.astype(np.float32)))
    assert len(set(answered.tolist())) > 1


def test_a_support_vector_speaks_of_its_own_class_only():
    """Ten classes are 45 pairs, and each of a class's vectors has a say in nine of them."""
    machine = classifier(Context()).fit(*handcrafted.described(250))["classify"]

    assert coefficients(machine).shape == (len(machine.support_vectors_), 45)
    assert ((coefficients(machine) != 0).sum(1) <= 9).all()
    assert np.count_nonzero(coefficients(machine)) == np.count_nonzero(machine.dual_coef_)


def test_both_predictions_that_are_timed_answer_alike():
    """NumPy's products, torch's, and torch's on a device with a memory of its own."""
    devices = {"numpy": TorchDevice("cpu"), "torch": TorchDevice("cpu", copies=True)}
    works = [handcrafted.svm_predict(250, Way(library=name), device) for name, device in devices.items()]
    numpy, torchs = works
    copied = torchs.copy_out(torchs.compute(torchs.copy_in(torchs.given)))

    np.testing.assert_array_equal(copied.numpy(), numpy.compute(numpy.given))
    assert torchs.flop > numpy.flop > 0


class Machine:
    """What cuML's SVC is to those who call it."""

    def __init__(self, **settings):
        self.settings = settings

    def fit(self, X, y):
        """Keep what came."""
        self.X, self.y = X, y
        return self


@pytest.fixture
def cuml(monkeypatch):
    """A library of cuML's name."""
    library = ModuleType("cuml.svm")
    library.SVC = Machine
    monkeypatch.setitem(sys.modules, "cuml", ModuleType("cuml"))
    monkeypatch.setitem(sys.modules, "cuml.svm", library)


def test_without_cuml_a_gpu_fits_no_svm(monkeypatch):
    """Nothing is timed that is not installed; the processor's solver is timed anyway."""
    monkeypatch.setitem(sys.modules, "cuml.svm", None)

    assert by_cuml.svc() is None
    assert ways.by_solver(TorchDevice("cuda", copies=True)) == []
    assert len(ways.by_solver(TorchDevice("cpu"))) == 1


def test_cuml_is_asked_for_the_learners_own_machine(cuml):
    """Where it is installed: C and gamma as in KernelSVC, rows standardised on the device, a constant column too."""
    work = handcrafted.svm_fit(250, Way(library="cuml"), TorchDevice("cpu", copies=True))
    X, y = work.copy_in(work.given)
    X[:, 0] = 7.0
    machine = work.compute((X, y))
    columns = X.shape[1]

    assert [way.library for way in ways.by_solver(TorchDevice("cuda", copies=True))] == ["cuml"]
    assert machine.settings == {"kernel": "rbf", "C": 5.0, "gamma": 1.0 / columns, "cache_size": 1_000}
    assert [name for name, _ in work.parts()] == ["copy_in", "compute"]
    torch.testing.assert_close(machine.X.mean(0), torch.zeros(columns), atol=1e-4, rtol=0)
    assert machine.X[:, 0].abs().max() == 0
    assert torch.equal(machine.y, y)


def test_what_needs_doubles_is_left_out_where_there_are_none():
    """Apple's GPU has no float64; what does not need it is timed there."""
    apple = TorchDevice("mps", copies=True)

    assert ways.by_products(apple) == ways.by_loop_kernels_and_exact_torch(apple) == []
    assert [way.library for way in ways.by_loop_kernels_and_torch(apple)] == ["torch"]
