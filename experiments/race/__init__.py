"""Races: the best model that each learner can make within a budget of seconds."""
