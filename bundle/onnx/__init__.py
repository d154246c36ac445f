"""Both learners as ONNX graphs, written node by node."""
