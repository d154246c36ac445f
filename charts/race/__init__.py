"""The race against the clock, drawn."""
