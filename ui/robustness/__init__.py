"""The pieces of the page on what breaks the learners."""
