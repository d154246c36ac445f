"""Kept models: where they lie, how they come and how they go."""
