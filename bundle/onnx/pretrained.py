"""Pretrained features and their SVM as one ONNX file: from images as bytes to class numbers and scores."""

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline

from bundle.onnx.graph import Graph, array_info
from bundle.onnx.svm import outputs
from models.handcrafted.support_vectors import best
from models.pretrained.backbones import BACKBONES, PooledStages, network
from models.pretrained.embedding import resizing

Shape = tuple[int, int, int]
LEAST_LENGTH = 1e-12  # torch divides by no less when it brings a vector to length one
MAP_AXES = np.array([2, 3])


def pretrained_file(model: Pipeline, shape: Shape) -> bytes:
    """From `images` uint8 (n, height, width, channels) to `labels` int64 (n,) and `scores` float32 (n, n_classes).

    ValueError, one sentence, for a backbone with a layer that cannot be written.
    """
    graph, embedding, fitted = Graph(), model["features"], best(model)
    backbone = BACKBONES[embedding.backbone]
    maps = _resized(graph, _three_channels(graph, shape[2]), shape, embedding.side)
    mean, deviation = (np.array(values, np.float32).reshape(3, 1, 1) for values in (backbone.mean, backbone.deviation))
    maps = graph.add("Div", graph.add("Sub", maps, graph.constant(mean)), graph.constant(deviation))
    scaled = _scaled(
        graph, fitted["scale"], _features(graph, network(embedding.backbone, embedding.centre), maps, embedding.side)
    )
    return graph.as_file(array_info("images", np.uint8, ("n", *shape)), outputs(graph, fitted["classify"], scaled))


def _three_channels(graph: Graph, channels: int) -> str:
    maps = graph.cast(graph.add("Transpose", "images", perm=[0, 3, 1, 2]), np.float32)
    return graph.add("Concat", maps, maps, maps, axis=1) if channels == 1 else maps


def _resized(graph: Graph, maps: str, shape: Shape, side: int) -> str:
    """The images at another size, resized by multiplying them with one matrix from the left and one from the right."""
    if shape[:2] == (side, side):
        return maps
    down, across = (resizing(length, side) for length in shape[:2])
    return graph.matrix_product(graph.add("MatMul", graph.constant(down), maps), across.T)


def _features(graph: Graph, frozen: PooledStages, maps: str, side: int) -> str:
    """The weighted means of the maps after each stage, each of length one, beside each other, as by PooledStages."""
    pooled = []
    for stage, weights in zip(frozen.stages, frozen.weights(side), strict=True):
        maps = _output(graph, stage, maps)
        weighted = graph.add("Mul", maps, graph.constant(weights))
        means = graph.add("ReduceSum", weighted, graph.constant(MAP_AXES), keepdims=0)
        length = graph.add("ReduceL2", means, axes=[1], keepdims=1)
        length = graph.add("Max", length, graph.constant(np.float32(LEAST_LENGTH)))
        pooled.append(graph.add("Div", means, length))
    together = graph.add("Concat", *pooled, axis=1)
    return graph.add("Div", together, graph.constant(np.float32(len(pooled) ** 0.5)))


def _scaled(graph: Graph, scale: Any, features: str) -> str:
    """The features standardised in double precision and rounded afterwards, as by `Scaling`."""
    centred = graph.add("Sub", graph.cast(features, np.float64), graph.constant(scale.mean_))
    return graph.cast(graph.add("Div", centred, graph.constant(scale.scale_)), np.float32)


def _output(graph: Graph, module: Any, maps: str) -> str:
    """The output of a layer, or of a block's parts one after the other, with the shortcut around them if it has one."""
    kind = type(module).__name__
    if kind in LAYERS:
        return LAYERS[kind](graph, module, maps)
    if kind not in BLOCKS:
        raise ValueError(f"The pretrained network has a layer {kind}, which cannot be written as ONNX.")
    result = maps
    for part in module.children():
        result = _output(graph, part, result)
    return graph.add("Add", result, maps) if getattr(module, "has_skip", False) else result


def _convolution(graph: Graph, layer: Any, maps: str) -> str:
    """A convolution with its own padding or, for `Conv2dSame`, the padding for an output ceil(side / stride) wide."""
    learned = [graph.constant(values.detach().numpy()) for values in (layer.weight, layer.bias)]
    padding = {"auto_pad": "SAME_UPPER"} if type(layer).__name__ == "Conv2dSame" else {"pads": [*layer.padding] * 2}
    return graph.add("Conv", maps, *learned, **padding, strides=[*layer.stride], group=layer.groups)


def _clipped(graph: Graph, _layer: Any, maps: str) -> str:
    return graph.add("Clip", maps, *(graph.constant(np.float32(end)) for end in (0, 6)))


BLOCKS = ("Sequential", "DepthwiseSeparableConv", "InvertedResidual")
"""Modules that only compute their parts one after the other; timm's blocks list these in that order."""

LAYERS: dict[str, Callable[[Graph, Any, str], str]] = {
    "Conv2d": _convolution,
    "Conv2dSame": _convolution,
    "ReLU6": _clipped,
    "Identity": lambda _graph, _layer, maps: maps,
}
"""How each kind of layer is written."""
