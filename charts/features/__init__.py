"""What handcrafted features are worth, drawn."""
