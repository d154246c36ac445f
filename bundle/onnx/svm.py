"""The SVM's classifier as ONNX: from features to votes, in double precision, so that no rounding changes a label."""

import numpy as np
from numpy.typing import NDArray
from onnx import ValueInfoProto
from sklearn.pipeline import Pipeline

from bundle.onnx.graph import Graph, array_info
from models.handcrafted.kernel_svc import KernelSVC, pair_sides


def svm_file(fitted: Pipeline) -> bytes:
    """Scaling and SVM, from `features` float32 (n, d) to `labels` int64 (n,), and `scores` float32 (n, n_classes).

    Labels are class numbers. Scores are libsvm's votes plus a confidence below half a vote, for two classes too; ties
    go to the first class.
    """
    graph, scale = Graph(), fitted["scale"]
    centred = graph.add("Sub", "features", graph.constant(scale.mean_.astype(np.float32)))
    standardised = graph.add("Div", centred, graph.constant(scale.scale_.astype(np.float32)))
    features = array_info("features", np.float32, ("n", fitted["classify"].n_features_in_))
    return graph.as_file(features, outputs(graph, fitted["classify"], standardised))


def outputs(graph: Graph, svm: KernelSVC, scaled: str) -> dict[str, ValueInfoProto]:
    """The labels and scores of a file, computed from scaled features."""
    decisions = _decisions(graph, svm, _kernel(graph, svm, graph.cast(scaled, np.float64)))
    labels, scores = _labels_and_scores(graph, svm.classes_, decisions)
    return {
        labels: array_info("labels", np.int64, ("n",)),
        scores: array_info("scores", np.float32, ("n", len(svm.classes_))),
    }


def _kernel(graph: Graph, svm: KernelSVC, rows: str) -> str:
    """The kernel of each row and each support vector, as in `KernelSVC`: (n, n_support)."""
    vectors = svm.support_vectors_
    # Stored in float32, as in the model, for half the bytes.
    across = graph.cast(graph.constant(vectors.T), np.float64)
    products = graph.add("MatMul", rows, across)
    if svm.kernel == "linear":
        return products
    last = graph.constant(np.array([1]))
    squares = graph.add("ReduceSum", graph.add("Mul", rows, rows), last, keepdims=1)
    exact = vectors.astype(np.float64)
    minus_squared = graph.add("Sub", graph.add("Add", products, products), squares)
    minus_squared = graph.add("Sub", minus_squared, graph.constant(np.einsum("ij,ij->i", exact, exact)))
    return graph.add("Exp", graph.add("Mul", minus_squared, graph.constant(np.float64(svm.gamma_))))


def _decisions(graph: Graph, svm: KernelSVC, kernel: str) -> str:
    """The decision of each pair of classes (n, k (k - 1) / 2), positive for the first class of the pair."""
    n_others = len(svm.classes_) - 1
    sizes = svm.n_support_.astype(np.int64)
    parts = graph.add_several("Split", len(sizes), kernel, graph.constant(sizes), axis=1)
    coefficients = np.split(svm.dual_coef_, np.cumsum(sizes)[:-1], axis=1)
    # As in `KernelSVC.pairwise_decisions`: column c * n_others + j of `sums` is by_class[c][:, j].
    by_class = [graph.matrix_product(part, dual.T) for part, dual in zip(parts, coefficients, strict=True)]
    sums = graph.add("Concat", *by_class, axis=1)
    first, second = np.triu_indices(n_others + 1, 1)
    chosen = [
        graph.add("Gather", sums, graph.constant(columns.astype(np.int64)), axis=1)
        for columns in (first * n_others + second - 1, second * n_others + first)
    ]
    return graph.add("Add", graph.add("Add", *chosen), graph.constant(svm.intercept_))


def _labels_and_scores(graph: Graph, classes: NDArray[np.int64], decisions: str) -> tuple[str, str]:
    """Labels and scores: each pair's decision is one vote; the sum of a class's decisions is its confidence."""
    first, second = pair_sides(len(classes))
    sides = first - second
    won = graph.cast(graph.add("Greater", decisions, graph.constant(np.float64(0))), np.float64)
    # Votes if the second class won every pair; each win of a first class then moves one vote to it.
    votes = graph.constant(second.sum(axis=0))
    votes = graph.add("Add", graph.matrix_product(won, sides), votes)
    confidence = graph.matrix_product(decisions, sides)
    size = graph.add("Add", graph.add("Abs", confidence), graph.constant(np.float64(1)))
    below_half = graph.add("Div", confidence, graph.add("Mul", size, graph.constant(np.float64(3))))
    places = graph.add("ArgMax", votes, axis=1, keepdims=0)
    labels = graph.add("Gather", graph.constant(classes.astype(np.int64)), places)
    return labels, graph.cast(graph.add("Add", votes, below_half), np.float32)
