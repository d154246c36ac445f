"""Small models of functions of one or two numbers: a network that learns its features, and features that are fixed."""
