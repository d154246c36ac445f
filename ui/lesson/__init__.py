"""The lesson, checked claim by claim."""
