"""What the learners make of one image."""
