"""Charts of the seconds of operations."""
