"""The queue and every result."""
