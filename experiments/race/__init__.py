"""As good a model as a learner can make in so many seconds."""
