"""What both learners see in one image."""
