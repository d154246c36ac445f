"""Charts of functions and of what approximates them."""
