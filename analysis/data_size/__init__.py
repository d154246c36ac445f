"""Accuracy against the number of training images: crossovers, fitted laws, fairness, the finding."""
