"""Summaries, paired differences, resolution, durations and wording that every subject shares."""
