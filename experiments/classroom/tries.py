"""How often somebody may try: wrong codes, and rooms opened, are counted for a minute."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_NAMES = 10_000


@dataclass
class Tries:
    """At most `most` tries within `seconds` under each name; safe for threads."""

    most: int
    seconds: float = 60.0
    clock: Callable[[], float] = time.monotonic
    _seen: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def must_wait(self, name: str) -> bool:
        """Whether this name must wait."""
        with self._lock:
            return len(self._recent(name)) >= self.most

    def note(self, name: str) -> None:
        """Count a try."""
        with self._lock:
            if len(self._seen) >= MOST_NAMES:  # names are cheap: the oldest are let go, or they would fill the memory
                self._seen.pop(next(iter(self._seen)))
            recent = self._recent(name)
            recent.append(self.clock())
            self._seen[name] = recent

    def _recent(self, name: str) -> deque[float]:
        recent = self._seen.get(name, deque())
        while recent and recent[0] < self.clock() - self.seconds:
            recent.popleft()
        return recent
