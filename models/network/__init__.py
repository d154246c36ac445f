"""The CNN (convolutional neural network): what it is made of, how it is trained, and how it is kept."""
