"""The chart of the race against the clock."""
