"""The votes of a class beside what was measured."""
