"""The network as ONNX: from images as they are to class numbers and probabilities, layer by layer."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bundle.onnx.graph import Described, Graph
from models.network.cnn import CNN

Shape = tuple[int, int, int]


def network_file(model: CNN, shape: Shape) -> bytes:
    """From `images` uint8 (n, height, width, channels) to `labels` int64 (n,), class numbers, and `probabilities`.

    Probabilities are float32 (n, n_classes), the softmax of the scores; with `augment == "mirror"` the scores are the
    mean of those of an image and of its mirror image. ValueError for a layer that is not known here.
    """
    graph = Graph()
    seen = graph.cast(graph.add("Transpose", "images", perm=[0, 3, 1, 2]), np.float32)
    n_classes, mirrored = len(model.classes_), model.augment == "mirror"
    if mirrored:
        seen = graph.add("Concat", seen, _mirror_image(graph, seen), axis=0)
    for layer in _layers(model.network_):
        seen = _layer(graph, layer, seen, _smallest(model.network_, shape))
    if mirrored:
        views = graph.add("Reshape", seen, graph.constant(np.array([2, -1, n_classes])))
        seen = graph.add("ReduceMean", views, axes=[0], keepdims=0)
    places = graph.add("ArgMax", seen, axis=1, keepdims=0)
    labels = graph.add("Gather", graph.constant(model.classes_.astype(np.int64)), places)
    chances = graph.add("Softmax", seen, axis=1)
    given = {
        labels: Described("labels", np.int64, ("n",)),
        chances: Described("probabilities", np.float32, ("n", n_classes)),
    }
    return graph.written(Described("images", np.uint8, ("n", *shape)), given)


def _mirror_image(graph: Graph, seen: str) -> str:
    ends = [np.array([number]) for number in (-1, np.iinfo(np.int64).min, 3, -1)]  # from, to before the first, axis, by
    return graph.add("Slice", seen, *map(graph.constant, ends))


def _layers(network: Any) -> list[Any]:
    """The layers in the order in which they work, those of parts and blocks among them."""
    return [module for module in network.modules() if not list(module.children())]


def _smallest(network: Any, shape: Shape) -> tuple[int, int]:
    """Height and width of the maps when every pooling has halved them."""
    n_halvings = sum(type(layer).__name__ == "MaxPool2d" for layer in _layers(network))
    return shape[0] >> n_halvings, shape[1] >> n_halvings


def _layer(graph: Graph, layer: Any, seen: str, smallest: tuple[int, int]) -> str:
    """What one layer makes of what it sees."""
    kind = type(layer).__name__
    if kind == "AdaptiveAvgPool2d":
        return _quarters(graph, seen, smallest)
    if kind not in WRITTEN:
        raise ValueError(f"The network has a layer {kind}, which cannot be written as ONNX.")
    return WRITTEN[kind](graph, seen, layer)


def _quarters(graph: Graph, seen: str, size: tuple[int, int]) -> str:
    """The mean over each quarter of a map; a map of odd size has quarters that share its middle."""
    down, across = (_halves(side) for side in size)
    return graph.matrix_product(graph.add("MatMul", graph.constant(down), seen), across.T)


def _halves(side: int) -> NDArray[np.float32]:
    """Weights (2, side) of the means over both halves of a line, as torch's adaptive pooling divides it."""
    weights = np.zeros((2, side), np.float32)
    weights[0, : (side + 1) // 2] = weights[1, side // 2 :] = 1 / ((side + 1) // 2)
    return weights


def _numbers(graph: Graph, layer: Any, *names: str) -> list[str]:
    """What the layer has learnt, in the order of its names."""
    return [graph.constant(layer.state_dict()[name].cpu().numpy()) for name in names]


def _standardise(graph: Graph, seen: str, layer: Any) -> str:
    mean, deviation = _numbers(graph, layer, "mean", "deviation")
    return graph.add("Div", graph.add("Sub", seen, mean), deviation)


def _convolution(graph: Graph, seen: str, layer: Any) -> str:
    height, width = layer.padding
    return graph.add("Conv", seen, *_numbers(graph, layer, "weight"), pads=[height, width, height, width])


def _normalisation(graph: Graph, seen: str, layer: Any) -> str:
    learnt = _numbers(graph, layer, "weight", "bias", "running_mean", "running_var")
    return graph.add("BatchNormalization", seen, *learnt, epsilon=layer.eps)


def _dense(graph: Graph, seen: str, layer: Any) -> str:
    return graph.add("Gemm", seen, *_numbers(graph, layer, "weight", "bias"), transB=1)


WRITTEN: dict[str, Callable[[Graph, str, Any], str]] = {
    "Standardise": _standardise,
    "Conv2d": _convolution,
    "BatchNorm2d": _normalisation,
    "ReLU": lambda graph, seen, _: graph.add("Relu", seen),
    "MaxPool2d": lambda graph, seen, _: graph.add("MaxPool", seen, kernel_shape=[2, 2], strides=[2, 2]),
    "Flatten": lambda graph, seen, _: graph.add("Flatten", seen, axis=1),
    "Linear": _dense,
}
"""How each of the network's layers is written."""
