"""A run of the timing command in a separate process, which the server watches."""
