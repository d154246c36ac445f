"""How often a page looks again while something is measured: a class of thirty watches on one server."""

import random

POLL_SECONDS = 1.0
DRAW_SECONDS = 4.0
"""Charts cost ten times what progress costs."""


def spread(seconds: float) -> float:
    """About so many: a class that opened the page together does not ask together for ever."""
    return seconds * random.uniform(0.8, 1.2)
