"""Files in int8, compared with the files that they were made from."""

from collections import Counter

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto

from bundle.deployment.int8 import in_single_precision, network_in_int8, pretrained_in_int8, svm_in_int8
from bundle.exchange import FILES
from bundle.onnx.graph import Graph, array_info

pytestmark = pytest.mark.slow


def predict(file, name, given):
    """The labels from a file."""
    return onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"]).run(["labels"], {name: given})[0]


def operators(file):
    """How often the file has each operator."""
    return Counter(node.op_type for node in onnx.load_from_string(file).graph.node)


@pytest.fixture(scope="module")
def files(models):
    """Both learners' exported files."""
    return {learner: FILES[learner][1](one) for learner, one in models.items()}


@pytest.fixture(scope="module")
def network(models, files):
    """The network's file in int8."""
    return network_in_int8(files["cnn"], models["cnn"].images.X_train[:100])


def test_the_weights_of_the_cnn_are_8_bit_integers(files, network):
    """Every layer's weights are in int8, so that the file is less than half as large."""
    found = onnx.load_from_string(network).graph
    kept = [tensor for tensor in found.initializer if tensor.data_type == TensorProto.INT8]

    assert operators(network)["QuantizeLinear"] > 4
    assert len(kept) >= 5
    assert len(network) < len(files["cnn"]) / 2


def test_the_network_in_int8_mostly_gives_the_same_labels(models, files, network):
    """Few labels change, and the scores are not those of the original file."""
    X = models["cnn"].images.X_test[:500]
    whole, small = (
        onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"]).run(None, {"images": X})
        for file in (files["cnn"], network)
    )

    assert np.mean(whole[0] == small[0]) > 0.97
    assert np.abs(whole[1] - small[1]).max() > 1e-4


def test_the_support_vectors_of_the_svm_are_8_bit_integers(files):
    """Only the product with the support vectors is in int8; the file is about a quarter as large."""
    small = svm_in_int8(files["svm"])

    assert operators(small)["MatMulInteger"] == 1
    assert operators(files["svm"])["MatMulInteger"] == 0
    assert len(small) < len(files["svm"]) / 3


def test_the_svm_in_int8_mostly_gives_the_same_labels(models, files):
    """Features in 256 steps change few labels."""
    one = models["svm"]
    given = one.model["features"].transform(one.images.X_test[:500])

    whole, small = (predict(file, "features", given) for file in (files["svm"], svm_in_int8(files["svm"])))
    assert np.mean(whole == small) > 0.95


def test_pretrained_features_in_int8_keep_their_filters_and_support_vectors_as_8_bit_integers(pretrained):
    """Every filter of the frozen network, and the one product with the support vectors; most labels stay."""
    images, file = pretrained.images, FILES["pretrained"][1](pretrained)
    small = pretrained_in_int8(file, images.X_train)
    kept = [one for one in onnx.load_from_string(small).graph.initializer if one.data_type == TensorProto.INT8]
    labels = [predict(one, "images", images.X_test) for one in (file, small)]

    assert operators(small)["Conv"] == operators(file)["Conv"]
    assert len([one for one in kept if len(one.dims) == 4]) == operators(file)["Conv"]
    assert operators(small)["MatMulInteger"] == 1
    assert len(small) < len(file) / 3
    assert np.mean(labels[0] == labels[1]) > 0.9


def test_single_precision_has_no_double_left(models, files):
    """Neither in a constant nor in a cast; the labels stay, except where rounding decides a vote."""
    one = models["svm"]
    given = one.model["features"].transform(one.images.X_test[:200])
    changed = in_single_precision(onnx.load_from_string(files["svm"]))

    assert all(tensor.data_type != TensorProto.DOUBLE for tensor in changed.graph.initializer)
    assert np.mean(predict(changed.SerializeToString(), "features", given) == one.predicted[:200]) > 0.99


def test_a_file_that_cannot_be_in_int8_is_refused():
    """A file must not be called int8 if it is not."""
    graph = Graph()
    labels = graph.cast(graph.add("Abs", "images"), np.int64)
    file = graph.as_file(array_info("images", np.float32, ("n",)), {labels: array_info("labels", np.int64, ("n",))})

    with pytest.raises(ValueError, match="nothing in this file"):
        network_in_int8(file, np.ones((4,), np.float32))
