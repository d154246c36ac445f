"""Accuracy and seconds against the number of training images."""
