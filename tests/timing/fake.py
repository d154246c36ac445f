"""A device whose clock runs only while it works: it returns at once, and works when someone waits for it."""

from timing.provenance import Provenance
from timing.stopwatch import ROUNDS, is_due, take_turn, warm_up

HERE = Provenance("a machine", {"python": "3"}, "abc")


class FakeDevice:
    """`give` queues seconds of work; `events` are what happened, in order."""

    def __init__(self):
        self.time = 0.0
        self.queued = 0.0
        self.events = []

    def give(self, seconds):
        """Queue seconds of work."""
        self.queued += seconds
        self.events.append("work")

    def synchronize(self):
        """Do all that is queued."""
        self.time += self.queued
        self.queued = 0.0
        self.events.append("synchronize")

    def now(self):
        """The clock, without the work that is still queued."""
        self.events.append("read")
        return self.time

    def work(self, seconds, answer=None):
        """A part that takes these seconds; of a list, one number a call, and the last one from then on."""
        left = list(seconds) if isinstance(seconds, list) else [seconds]

        def part(value):
            self.give(left.pop(0) if len(left) > 1 else left[0])
            return value if answer is None else answer

        return part


def measured(work, device, seconds=1.0):
    """The measurement of a row in all its turns, with no other row in between."""
    found = warm_up(work, device)
    for round in range(ROUNDS):
        if is_due(found, seconds, round):
            take_turn(work, device, found)
    return found
