"""From the register to rows: every operation in each of its ways at each of its sizes, as long as it does not drag."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from timing.device import TorchDevice, computing
from timing.register import Operation
from timing.row import Place, Timing, Way
from timing.stopwatch import ROUNDS, Measured, Work, rehearsed, repeat

LONGEST = 4.0
"""Seconds of one call that larger sizes may not be expected to take."""


@dataclass(frozen=True)
class Rehearsed:
    """Work of one row that is warm and waits for its rounds."""

    size: int
    way: Way
    work: Work
    found: Measured


def timings(
    device: TorchDevice,
    operations: list[Operation],
    place: Place,
    seconds: float = 0.5,
    complain: Callable[[str], None] = print,
) -> Iterator[Timing]:
    """Row after row; what this machine cannot do (no compiler, no memory) is left out, and `complain` gets a sentence.

    `seconds` is for how long a row repeats its work; slow work is repeated five times.
    """
    for operation in operations:
        rows: list[Rehearsed] = []
        for way in operation.ways(device):
            try:
                rows.extend(rehearsals(operation, way, device))
            except RuntimeError as problem:  # torch has no narrower one for either
                reason = str(problem).strip().partition("\n")[0]
                complain(f"{operation.name} in {way} cannot be timed on {device.name}: {reason}")
        for _ in range(ROUNDS):
            for one in rows:
                with computing(one.way.dtype, one.way.threads):
                    repeat(one.work, device, one.found, seconds)
        yield from (timing(operation.name, one, device, place) for one in rows)


def rehearsals(operation: Operation, way: Way, device: TorchDevice) -> Iterator[Rehearsed]:
    """One way's rows, smallest size first, until the next would take too long even if it grew by the size only."""
    last: Rehearsed | None = None
    for size in operation.sizes_on(device):
        if last and last.found.expected_seconds * size / last.size > LONGEST:
            return
        with computing(way.dtype, way.threads):
            work = operation.make(size, way, device)
            last = Rehearsed(size, way, work, rehearsed(work, device))
        yield last


def timing(operation: str, one: Rehearsed, device: TorchDevice, place: Place) -> Timing:
    """The row: what was measured, and everything that it depends on."""
    low, median, high = one.found.quartiles()
    return Timing(
        operation=operation,
        size=one.size,
        device=device.name,
        **vars(one.way),
        median_seconds=median,
        low_seconds=low,
        high_seconds=high,
        n_repeats=len(one.found.repetitions),
        n_calls=one.found.n_calls,
        flop=one.work.flop,
        n_bytes=one.work.n_bytes,
        **vars(place),
        measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
        parts=one.found.parts(),
    )
