"""Charts of what both learners predict for one image."""
