"""What the address of a page carries: choices, what is hidden, and names that were changed."""
