"""Rows that visitors' browsers measured on their own GPUs: read with suspicion, shared for a while, deleted."""
