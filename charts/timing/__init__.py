"""Seconds of operations, drawn."""
