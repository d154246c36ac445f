"""Charts of what handcrafted features are worth."""
