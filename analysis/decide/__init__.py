"""Which learner to use, worked out from measured rows."""
