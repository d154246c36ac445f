"""A device whose clock runs only when it works: it answers at once, and works when someone waits for it."""

from timing.rows.row import Place
from timing.stopwatch import ROUNDS, is_due, rehearsed, repeat

HERE = Place("a machine", {"python": "3"}, "abc")


class FakeDevice:
    """`give` queues seconds of work; `events` are what happened, in its order."""

    def __init__(self):
        self.time = 0.0
        self.queued = 0.0
        self.events = []

    def give(self, seconds):
        """Work for the device, which it does not do yet."""
        self.queued += seconds
        self.events.append("work")

    def synchronize(self):
        """Do all that is queued."""
        self.time += self.queued
        self.queued = 0.0
        self.events.append("synchronize")

    def now(self):
        """The clock, which shows nothing of what is still queued."""
        self.events.append("read")
        return self.time

    def work(self, seconds, answer=None):
        """A part that takes these seconds, or a list's one after the other and then its last one for ever."""
        left = list(seconds) if isinstance(seconds, list) else [seconds]

        def part(value):
            self.give(left.pop(0) if len(left) > 1 else left[0])
            return value if answer is None else answer

        return part


def measured(work, device, seconds=1.0):
    """A row's work in all its turns, with no other row in between."""
    found = rehearsed(work, device)
    for number in range(ROUNDS):
        if is_due(found, seconds, number):
            repeat(work, device, found)
    return found
