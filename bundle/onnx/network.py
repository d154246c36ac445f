"""The CNN as ONNX, layer by layer: from images as bytes to class numbers and probabilities."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bundle.onnx.graph import Graph, array_info
from models.network.cnn import CNN

Shape = tuple[int, int, int]


def network_file(model: CNN, shape: Shape) -> bytes:
    """From `images` uint8 (n, height, width, channels) to `labels` int64 (n,), class numbers, and `probabilities`.

    Probabilities are float32 (n, n_classes), the softmax of the scores; with `augment == "mirror"` the scores of an
    image and of its mirror image are averaged. ValueError for an unknown layer.
    """
    graph = Graph()
    maps = graph.cast(graph.add("Transpose", "images", perm=[0, 3, 1, 2]), np.float32)
    n_classes, mirrored = len(model.classes_), model.augment == "mirror"
    if mirrored:
        maps = graph.add("Concat", maps, _mirror_image(graph, maps), axis=0)
    for layer in _layers(model.network_):
        maps = _layer(graph, layer, maps, _smallest(model.network_, shape))
    if mirrored:
        both = graph.add("Reshape", maps, graph.constant(np.array([2, -1, n_classes])))
        maps = graph.add("ReduceMean", both, axes=[0], keepdims=0)
    winners = graph.add("ArgMax", maps, axis=1, keepdims=0)
    labels = graph.add("Gather", graph.constant(model.classes_.astype(np.int64)), winners)
    probabilities = graph.add("Softmax", maps, axis=1)
    results = {
        labels: array_info("labels", np.int64, ("n",)),
        probabilities: array_info("probabilities", np.float32, ("n", n_classes)),
    }
    return graph.as_file(array_info("images", np.uint8, ("n", *shape)), results)


def _mirror_image(graph: Graph, maps: str) -> str:
    ends = [np.array([number]) for number in (-1, np.iinfo(np.int64).min, 3, -1)]  # start, end, axis, step
    return graph.add("Slice", maps, *map(graph.constant, ends))


def _layers(network: Any) -> list[Any]:
    """The layers that compute, in order."""
    return [module for module in network.modules() if not list(module.children())]


def _smallest(network: Any, shape: Shape) -> tuple[int, int]:
    """Height and width of the maps after all poolings, each of which halves them."""
    n_halvings = sum(type(layer).__name__ == "MaxPool2d" for layer in _layers(network))
    return shape[0] >> n_halvings, shape[1] >> n_halvings


def _layer(graph: Graph, layer: Any, maps: str, smallest: tuple[int, int]) -> str:
    """The output of one layer."""
    kind = type(layer).__name__
    if kind == "AdaptiveAvgPool2d":
        return _quarters(graph, maps, smallest)
    if kind not in WRITTEN:
        raise ValueError(f"The CNN has a layer {kind}, which cannot be written as ONNX.")
    return WRITTEN[kind](graph, maps, layer)


def _quarters(graph: Graph, maps: str, size: tuple[int, int]) -> str:
    """The mean over each quarter of a map; in a map of odd size the quarters share its middle."""
    down, across = (_halves(side) for side in size)
    return graph.matrix_product(graph.add("MatMul", graph.constant(down), maps), across.T)


def _halves(side: int) -> NDArray[np.float32]:
    """Weights (2, side) of the means over both halves of a side, as torch's adaptive pooling divides it."""
    weights = np.zeros((2, side), np.float32)
    weights[0, : (side + 1) // 2] = weights[1, side // 2 :] = 1 / ((side + 1) // 2)
    return weights


def _numbers(graph: Graph, layer: Any, *names: str) -> list[str]:
    """The layer's arrays of these names, as constants."""
    return [graph.constant(layer.state_dict()[name].cpu().numpy()) for name in names]


def _standardise(graph: Graph, maps: str, layer: Any) -> str:
    mean, deviation = _numbers(graph, layer, "mean", "deviation")
    return graph.add("Div", graph.add("Sub", maps, mean), deviation)


def _convolution(graph: Graph, maps: str, layer: Any) -> str:
    height, width = layer.padding
    return graph.add("Conv", maps, *_numbers(graph, layer, "weight"), pads=[height, width, height, width])


def _normalisation(graph: Graph, maps: str, layer: Any) -> str:
    learned = _numbers(graph, layer, "weight", "bias", "running_mean", "running_var")
    return graph.add("BatchNormalization", maps, *learned, epsilon=layer.eps)


def _dense(graph: Graph, maps: str, layer: Any) -> str:
    return graph.add("Gemm", maps, *_numbers(graph, layer, "weight", "bias"), transB=1)


WRITTEN: dict[str, Callable[[Graph, str, Any], str]] = {
    "Standardise": _standardise,
    "Conv2d": _convolution,
    "BatchNorm2d": _normalisation,
    "ReLU": lambda graph, maps, _: graph.add("Relu", maps),
    "MaxPool2d": lambda graph, maps, _: graph.add("MaxPool", maps, kernel_shape=[2, 2], strides=[2, 2]),
    "Flatten": lambda graph, maps, _: graph.add("Flatten", maps, axis=1),
    "Linear": _dense,
}
"""How each kind of layer is written."""
