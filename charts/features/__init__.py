"""Charts of what features are worth, handcrafted and learned."""
