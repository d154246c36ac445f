"""The CNN (convolutional neural network): its layers, its training, its recipes and its files."""
