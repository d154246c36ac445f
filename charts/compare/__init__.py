"""Charts of what the learners predict for one image."""
