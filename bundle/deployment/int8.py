"""ONNX files with whole numbers of 8 bits where they had 32: a quarter of the bytes, and mostly the same labels."""

from collections.abc import Callable, Iterator
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
"""What of the network is brought to int8: not its probabilities, which 256 steps would be too few for."""
IN_WHOLE_NUMBERS = ("QuantizeLinear", "DynamicQuantizeLinear")


class Shown(CalibrationDataReader):
    """Hands ONNX Runtime the rows by which it learns the range of every layer's numbers, some at a time."""

    def __init__(self, name: str, rows: NDArray) -> None:
        self._batches = ({name: rows[start : start + BATCH]} for start in range(0, len(rows), BATCH))

    def get_next(self) -> dict[str, NDArray] | None:
        """The next ones, or None after the last."""
        return next(self._batches, None)


def network_in_int8(file: bytes, images: NDArray[np.uint8]) -> bytes:
    """The network's file with weights and maps in int8; the maps' ranges are those that training images give.

    ValueError, one sentence, when nothing of it can be kept in int8.
    """

    def convert(source: Path, target: Path) -> None:
        shown = Shown("images", images)
        options = {"op_types_to_quantize": [*LAYERS], "per_channel": True, "weight_type": QuantType.QInt8}
        quantize_static(source, target, shown, **options)

    return _converted(file, convert)


def svm_in_int8(file: bytes) -> bytes:
    """The SVM's file with support vectors in int8, and features brought to int8 as they come; the rest is float32.

    ONNX Runtime leaves double precision as it is, so the file is brought to single precision before. ValueError, one
    sentence, when nothing of it can be kept in int8.
    """

    def convert(source: Path, target: Path) -> None:
        model = onnx.load(source)
        product = next(node for node in model.graph.node if node.op_type == "MatMul")
        product.name = "with support vectors"
        # Only this one: the other products hold little, and add up what must not be rounded.
        options = {"nodes_to_quantize": [product.name], "per_channel": True, "weight_type": QuantType.QInt8}
        quantize_dynamic(model, target, op_types_to_quantize=["MatMul"], **options)

    return _converted(in_single_precision(onnx.load_from_string(file)).SerializeToString(), convert)


def _converted(file: bytes, convert: Callable[[Path, Path], None]) -> bytes:
    with TemporaryDirectory(prefix="int8-") as name:
        source, prepared, target = (Path(name) / f"{step}.onnx" for step in ("source", "prepared", "int8"))
        source.write_bytes(file)
        # What follows a convolution at once is taken into its weights before they are rounded.
        quant_pre_process(source, prepared, skip_symbolic_shape=True)
        convert(prepared, target)
        found = onnx.load(target)
    if not any(node.op_type in IN_WHOLE_NUMBERS for node in found.graph.node):
        raise ValueError("ONNX Runtime found nothing in this file that it can compute in int8.")
    return found.SerializeToString()


def in_single_precision(model: ModelProto) -> ModelProto:
    """The same with float32 wherever it computed in float64."""
    changed = ModelProto()
    changed.CopyFrom(model)
    for tensor in changed.graph.initializer:
        if tensor.data_type == TensorProto.DOUBLE:
            values = numpy_helper.to_array(tensor).astype(np.float32)
            tensor.CopyFrom(numpy_helper.from_array(values, tensor.name))
    for format in _formats(changed):
        if format.i == TensorProto.DOUBLE:
            format.i = TensorProto.FLOAT
    onnx.checker.check_model(changed, full_check=True)
    return changed


def _formats(model: ModelProto) -> Iterator[onnx.AttributeProto]:
    """What each Cast of the model makes of its numbers."""
    return (one for node in model.graph.node if node.op_type == "Cast" for one in node.attribute if one.name == "to")
