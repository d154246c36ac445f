"""Where two learners disagree on the same test images, whether that is chance, and which classes they fail."""
