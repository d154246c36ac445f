"""The second verb: what kept models say about one picture, and why; only `answer` and `held_out` are for pages."""
