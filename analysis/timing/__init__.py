"""Seconds of operations: speed-up, parts, limits, growth, deployment."""
