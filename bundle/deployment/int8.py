"""ONNX files with 8-bit integers in place of 32-bit numbers: a quarter of the bytes, and mostly the same labels."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, QuantType, quantize_dynamic, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

BATCH = 100
LAYERS = ("Conv", "Relu", "MaxPool", "MatMul", "Gemm")
"""The layers of the CNN that are converted; its probabilities stay float32, as 256 steps would be too few for them."""
FROZEN_LAYERS = ("Conv", "Clip")
"""Those of the frozen network that are converted; enlarging its images, and the votes of its SVM, stay float32."""
QUANTIZERS = ("QuantizeLinear", "DynamicQuantizeLinear")


class Batches(CalibrationDataReader):
    """The images that show ONNX Runtime the range of every layer's numbers, batch by batch."""

    def __init__(self, images: NDArray[np.uint8]) -> None:
        self._batches = ({"images": images[start : start + BATCH]} for start in range(0, len(images), BATCH))

    def get_next(self) -> dict[str, NDArray] | None:
        """The next batch, or None after the last."""
        return next(self._batches, None)


def network_in_int8(file: bytes, images: NDArray[np.uint8]) -> bytes:
    """The CNN's file with weights and feature maps in int8; these training images show the range of each map.

    ValueError, one sentence, if nothing in it can be computed in int8.
    """
    return _converted(file, partial(convert_layers, LAYERS, images))


def svm_in_int8(file: bytes) -> bytes:
    """The SVM's file with support vectors in int8; the features are converted on input, and the rest is float32.

    ONNX Runtime does not convert double precision, so the file is converted to single precision first. ValueError, one
    sentence, if nothing in it can be computed in int8.
    """
    return _converted(_single(file), convert_support_vectors)


def pretrained_in_int8(file: bytes, images: NDArray[np.uint8]) -> bytes:
    """The pretrained learner's file, its frozen network converted as by `network_in_int8`, its SVM as by `svm_in_int8`.

    ValueError, one sentence, if nothing in it can be computed in int8.
    """

    def convert(source: Path, target: Path) -> None:
        half_converted = target.with_name("half_converted.onnx")
        convert_support_vectors(source, half_converted)
        convert_layers(FROZEN_LAYERS, images, half_converted, target)

    return _converted(_single(file), convert)


def convert_layers(layers: tuple[str, ...], images: NDArray[np.uint8], source: Path, target: Path) -> None:
    """Write the file with weights and feature maps of these layers in int8; the images show the range of each map."""
    options = {"op_types_to_quantize": [*layers], "per_channel": True, "weight_type": QuantType.QInt8}
    quantize_static(source, target, Batches(images), **options)


def convert_support_vectors(source: Path, target: Path) -> None:
    """Write the file with the support vectors, the largest matrix in any product, in int8."""
    model = onnx.load(source)
    sizes = {tensor.name: np.prod(tensor.dims) for tensor in model.graph.initializer}
    products = [node for node in model.graph.node if node.op_type == "MatMul"]
    product = max(products, key=lambda node: max(sizes.get(name, 0) for name in node.input))
    product.name = "with support vectors"
    # Only this product, because the others are small and add up numbers that must not be rounded.
    options = {"nodes_to_quantize": [product.name], "per_channel": True, "weight_type": QuantType.QInt8}
    quantize_dynamic(model, target, op_types_to_quantize=["MatMul"], **options)


def _single(file: bytes) -> bytes:
    return in_single_precision(onnx.load_from_string(file)).SerializeToString()


def _converted(file: bytes, convert: Callable[[Path, Path], None]) -> bytes:
    with TemporaryDirectory(prefix="int8-") as name:
        source, prepared, target = (Path(name) / f"{step}.onnx" for step in ("source", "prepared", "int8"))
        source.write_bytes(file)
        # Merges a normalisation into the weights of the convolution before it, before these are rounded.
        quant_pre_process(source, prepared, skip_symbolic_shape=True)
        convert(prepared, target)
        converted = onnx.load(target)
    if not any(node.op_type in QUANTIZERS for node in converted.graph.node):
        raise ValueError("ONNX Runtime found nothing in this file that it can compute in int8.")
    return converted.SerializeToString()


def in_single_precision(model: ModelProto) -> ModelProto:
    """The same model with float32 in place of float64."""
    changed = ModelProto()
    changed.CopyFrom(model)
    for tensor in changed.graph.initializer:
        if tensor.data_type == TensorProto.DOUBLE:
            values = numpy_helper.to_array(tensor).astype(np.float32)
            tensor.CopyFrom(numpy_helper.from_array(values, tensor.name))
    for target in _cast_targets(changed):
        if target.i == TensorProto.DOUBLE:
            target.i = TensorProto.FLOAT
    onnx.checker.check_model(changed, full_check=True)
    return changed


def _cast_targets(model: ModelProto) -> Iterator[onnx.AttributeProto]:
    """The attributes that say which number format each Cast of the model converts to."""
    casts = (node for node in model.graph.node if node.op_type == "Cast")
    return (attribute for cast in casts for attribute in cast.attribute if attribute.name == "to")
