"""Rows of times, one measured time each, and the files they lie in."""
