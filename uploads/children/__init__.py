"""The processes that read visitors' files: each does one piece of work within bounds, and ends."""
