"""A visitor's own images."""
