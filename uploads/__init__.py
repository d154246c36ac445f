"""Visitors' own images: read with suspicion, inspected before training, kept for a while, then deleted."""
