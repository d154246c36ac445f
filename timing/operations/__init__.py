"""What is timed: each operation in every way that a device can do it."""
