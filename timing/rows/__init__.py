"""Rows, one measured time each, and the files that hold them."""
