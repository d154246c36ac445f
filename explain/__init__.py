"""The second verb: what kept models say about one image, and why; only `answer` and `held_out` are for pages."""
