"""The engine: it hands queued experiments to workers and stores their results."""
