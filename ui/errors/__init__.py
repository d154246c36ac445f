"""Where two learners disagree, and whom they fail."""
