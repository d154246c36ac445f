"""The second verb: what kept models predict for an image, and why; pages import only `answer` and `held_out`."""
