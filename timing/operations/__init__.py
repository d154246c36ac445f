"""The operations that are timed, and how each makes its work."""
