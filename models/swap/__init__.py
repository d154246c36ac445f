"""One cell of the swap board: a choice of features, and a choice of the classifier that learns from them."""
