"""Kept models at work: in which formats they can run, and how large, how fast and how accurate they are."""
