"""Arithmetic on rows of results: pure functions, no drawing."""
