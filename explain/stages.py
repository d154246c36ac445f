"""How long each stage of an answer takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def timed(milliseconds: dict[str, float], stage: str) -> Iterator[None]:
    """Note under the stage's name how long the block takes."""
    start = time.perf_counter()
    yield
    milliseconds[stage] = 1_000 * (time.perf_counter() - start)
