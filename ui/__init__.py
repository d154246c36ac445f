"""Pieces of pages: pickers, the cached table and engine, curves, progress."""
