"""An ONNX file, written node by node: a trained model's computation, for any program that reads the format."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, checker, helper, numpy_helper

OPSET = 17  # of 2022, like the format below: nothing here needs a newer one, and older programs read it
FORMAT = 8


def array_info(name: str, kind: type[Any], shape: tuple[int | str, ...]) -> ValueInfoProto:
    """An input or output of a file: its name, number format and shape, in which a word stands for any number."""
    return helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(np.dtype(kind)), shape)


class Graph:
    """Nodes and constants; each method returns the name of its result, which later nodes take as input."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def constant(self, values: NDArray | np.generic) -> str:
        """An array of constants."""
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """The result of an operator on the inputs."""
        return self.add_several(kind, 1, *inputs, **attributes)[0]

    def add_several(self, kind: str, n: int, *inputs: str, **attributes: Any) -> list[str]:
        """The `n` results of an operator with several outputs."""
        names = [f"{kind}_{len(self._nodes)}_{number}" for number in range(n)]
        self._nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names

    def matrix_product(self, left: str, right: NDArray) -> str:
        """A result times a constant matrix."""
        return self.add("MatMul", left, self.constant(right))

    def cast(self, values: str, kind: type[Any]) -> str:
        """A result in another number format."""
        return self.add("Cast", values, to=helper.np_dtype_to_tensor_dtype(np.dtype(kind)))

    def as_file(self, taken: ValueInfoProto, results: Mapping[str, ValueInfoProto]) -> bytes:
        """The file of this graph, which takes one array and returns these results under the names in their infos."""
        for result, info in results.items():
            self._nodes.append(helper.make_node("Identity", [result], [info.name]))
        graph = helper.make_graph(self._nodes, "crossover", [taken], list(results.values()), self._constants)
        imports = [helper.make_opsetid("", OPSET)]
        model: ModelProto = helper.make_model(
            graph, opset_imports=imports, ir_version=FORMAT, producer_name="Crossover"
        )
        checker.check_model(model, full_check=True)
        return model.SerializeToString()
