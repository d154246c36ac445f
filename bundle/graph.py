"""An ONNX file, written node by node: what a trained model computes, for any program that reads the format."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, checker, helper, numpy_helper

OPSET = 17  # of 2022, as the format below: programs of the last years read it, and nothing here needs more
FORMAT = 8


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

    def cast(self, values: str, kind: type[np.generic]) -> str:
        """A result in another number format."""
        return self.add("Cast", values, to=helper.np_dtype_to_tensor_dtype(np.dtype(kind)))

    def written(
        self,
        taken: tuple[str, type[np.generic], list[int | str]],
        given: Mapping[str, tuple[str, type[np.generic], int]],
    ) -> bytes:
        """The file: it takes one array, named, of a number format and shape, and gives some.

        `given` holds, by the name that each is to have: the result, its number format, and its columns; 0 is one number
        a row. ValueError when the nodes are no valid graph.
        """
        name, kind, shape = taken
        outputs = []
        for shown, (result, number, columns) in given.items():
            self._nodes.append(helper.make_node("Identity", [result], [shown]))
            outputs.append(_described(shown, number, ["n", columns] if columns else ["n"]))
        graph = helper.make_graph(self._nodes, "crossover", [_described(name, kind, shape)], outputs, self._constants)
        imports = [helper.make_opsetid("", OPSET)]
        model: ModelProto = helper.make_model(
            graph, opset_imports=imports, ir_version=FORMAT, producer_name="Crossover"
        )
        try:
            checker.check_model(model, full_check=True)
        except checker.ValidationError as problem:
            raise ValueError(f"The model cannot be written as ONNX: {str(problem).splitlines()[0]}") from problem
        return model.SerializeToString()


def _described(name: str, kind: type[np.generic], shape: list[Any]) -> Any:
    return helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(np.dtype(kind)), shape)
