"""Kept models put to work: as they are, as ONNX files, in int8; and what each way costs."""
