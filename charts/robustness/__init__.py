"""Charts of accuracy on changed test images."""
