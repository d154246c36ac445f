"""What handcrafted features are worth."""
