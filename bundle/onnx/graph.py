"""An ONNX file, written node by node: what a trained model computes, for any program that reads the format."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, checker, helper, numpy_helper

OPSET = 17  # of 2022, as the format below: programs of the last years read it, and nothing here needs more
FORMAT = 8


@dataclass(frozen=True)
class Described:
    """An array that a file takes or gives: its name, number format and shape, where a word is any number."""

    name: str
    kind: type[Any]
    shape: tuple[int | str, ...]

    def value(self) -> Any:
        """The same in ONNX's words."""
        kind = helper.np_dtype_to_tensor_dtype(np.dtype(self.kind))
        return helper.make_tensor_value_info(self.name, kind, self.shape)


class Graph:
    """Nodes and their numbers; each `add` and `constant` gives the name of what it makes, for the next to take."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def constant(self, values: NDArray | np.generic) -> str:
        """Numbers that never change."""
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """The result of an operator."""
        return self.add_several(kind, 1, *inputs, **attributes)[0]

    def add_several(self, kind: str, n: int, *inputs: str, **attributes: Any) -> list[str]:
        """The `n` results of an operator that has several."""
        names = [f"{kind}_{len(self._nodes)}_{number}" for number in range(n)]
        self._nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names

    def matrix_product(self, left: str, right: NDArray) -> str:
        """A result times a matrix of numbers."""
        return self.add("MatMul", left, self.constant(right))

    def cast(self, values: str, kind: type[Any]) -> str:
        """A result in another number format."""
        return self.add("Cast", values, to=helper.np_dtype_to_tensor_dtype(np.dtype(kind)))

    def written(self, taken: Described, given: Mapping[str, Described]) -> bytes:
        """The file: it takes one array, and gives those that are described for these results."""
        for result, described in given.items():
            self._nodes.append(helper.make_node("Identity", [result], [described.name]))
        outputs = [described.value() for described in given.values()]
        graph = helper.make_graph(self._nodes, "crossover", [taken.value()], outputs, self._constants)
        imports = [helper.make_opsetid("", OPSET)]
        model: ModelProto = helper.make_model(
            graph, opset_imports=imports, ir_version=FORMAT, producer_name="Crossover"
        )
        checker.check_model(model, full_check=True)
        return model.SerializeToString()
