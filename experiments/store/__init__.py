"""The database of results and of the queue."""
