"""A run of the timing command in a process of its own, watched by the server."""
