"""Files in int8 against the ones that they were made from."""

from collections import Counter

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto

from bundle.deployment.int8 import in_single_precision, network_in_int8, svm_in_int8
from bundle.exchange import FILES
from bundle.onnx.graph import Described, Graph

pytestmark = pytest.mark.slow


def answered(file, name, given):
    """The labels that a file gives."""
    return onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"]).run(["labels"], {name: given})[0]


def operators(file):
    """How often the file has each operator."""
    return Counter(node.op_type for node in onnx.load_from_string(file).graph.node)


@pytest.fixture(scope="module")
def files(models):
    """Both learners' files as they are exported."""
    return {learner: FILES[learner][1](one) for learner, one in models.items()}


@pytest.fixture(scope="module")
def network(models, files):
    """The network's file in int8."""
    return network_in_int8(files["cnn"], models["cnn"].images.X_train[:100])


def test_the_network_s_weights_are_whole_numbers_of_8_bits(files, network):
    """Every layer with weights has them in int8, so that the file is less than half as large."""
    found = onnx.load_from_string(network).graph
    kept = [tensor for tensor in found.initializer if tensor.data_type == TensorProto.INT8]

    assert operators(network)["QuantizeLinear"] > 4
    assert len(kept) >= 5
    assert len(network) < len(files["cnn"]) / 2


def test_the_network_in_int8_mostly_gives_the_same_labels(models, files, network):
    """Steps of 256 turn few labels, and its scores are not those of the file that it was made from."""
    X = models["cnn"].images.X_test[:500]
    whole, small = (
        onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"]).run(None, {"images": X})
        for file in (files["cnn"], network)
    )

    assert np.mean(whole[0] == small[0]) > 0.97
    assert np.abs(whole[1] - small[1]).max() > 1e-4


def test_the_svm_s_support_vectors_are_whole_numbers_of_8_bits(files):
    """One product is in int8, that with the support vectors, so that the file is about a quarter as large."""
    small = svm_in_int8(files["svm"])

    assert operators(small)["MatMulInteger"] == 1
    assert operators(files["svm"])["MatMulInteger"] == 0
    assert len(small) < len(files["svm"]) / 3


def test_the_svm_in_int8_mostly_gives_the_same_labels(models, files):
    """Features in 256 steps turn few labels."""
    one = models["svm"]
    given = one.model["features"].transform(one.images.X_test[:500])

    whole, small = (answered(file, "features", given) for file in (files["svm"], svm_in_int8(files["svm"])))
    assert np.mean(whole == small) > 0.95


def test_single_precision_has_no_double_left(models, files):
    """Neither a number nor a cast, and the labels are those of double precision but where a vote hangs on rounding."""
    one = models["svm"]
    given = one.model["features"].transform(one.images.X_test[:200])
    changed = in_single_precision(onnx.load_from_string(files["svm"]))

    assert all(tensor.data_type != TensorProto.DOUBLE for tensor in changed.graph.initializer)
    assert np.mean(answered(changed.SerializeToString(), "features", given) == one.answered[:200]) > 0.99


def test_a_file_of_which_nothing_can_be_in_int8_is_refused():
    """A file that would be called int8 and is not would be a lie."""
    graph = Graph()
    labels = graph.cast(graph.add("Abs", "images"), np.int64)
    file = graph.written(Described("images", np.float32, ("n",)), {labels: Described("labels", np.int64, ("n",))})

    with pytest.raises(ValueError, match="nothing in this file"):
        network_in_int8(file, np.ones((4,), np.float32))
