"""Summaries, paired differences, precision, durations and wording that every subject shares."""
