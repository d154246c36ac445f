"""The second verb: what kept models answer to an image, and why; pages import only `answer` and `held_out`."""
