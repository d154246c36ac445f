"""Kept models: how they are stored, opened and deleted."""
