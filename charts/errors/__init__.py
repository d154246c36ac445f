"""Charts of where two learners disagree."""
