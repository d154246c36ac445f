"""The pieces of the page that says which learner to use."""
