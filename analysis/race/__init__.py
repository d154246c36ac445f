"""The race against the clock, read from its rows."""
