"""The cells of the swap board, each a learner of its own, and what sentences call them."""

from collections.abc import Mapping

Cell = tuple[str, str]
"""Features and the classifier on them, which is called a head."""

LEARNER = "swap"

FEATURES = {
    "raw": "raw pixels",
    "handcrafted": "handcrafted features",
    "cnn": "a CNN's features",
    "pretrained": "pretrained features",
}
"""The features (rows of the board), in sentences."""

CLASSIFIERS = {
    "linear_svm": "linear SVM",
    "rbf_svm": "RBF SVM",
    "logistic_regression": "logistic regression",
    "neural": "small neural network",
}
"""The heads (columns of the board), in sentences."""

CELLS: tuple[Cell, ...] = tuple((features, head) for features in FEATURES for head in CLASSIFIERS)


def cell_name(settings: Mapping[str, object]) -> str:
    """`handcrafted features, RBF SVM`; empty for settings that belong to no cell."""
    features, head = FEATURES.get(str(settings.get("features"))), CLASSIFIERS.get(str(settings.get("head")))
    return f"{features}, {head}" if features and head else ""
