"""What both learners make of one image."""
