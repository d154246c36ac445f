"""The curve of accuracy against data size."""
