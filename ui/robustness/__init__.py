"""The pieces of the page on what breaks both learners."""
