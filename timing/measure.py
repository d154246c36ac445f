"""From the register to rows: every operation in each of its ways at each of its sizes, as long as it does not drag."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from timing.device import TorchDevice, computing
from timing.register import Operation
from timing.row import Place, Timing, Way
from timing.stopwatch import Measured, Work, measured

LONGEST = 4.0
"""Seconds of one call beyond which larger sizes are not tried."""


def timings(
    device: TorchDevice,
    operations: list[Operation],
    place: Place,
    seconds: float = 0.5,
    complain: Callable[[str], None] = print,
) -> Iterator[Timing]:
    """Row after row; what this machine cannot do (no compiler, no memory) is left out, and `complain` gets a sentence.

    `seconds` is for how long a row repeats its work; slow work is repeated three times.
    """
    for operation in operations:
        for way in operation.ways(device):
            try:
                yield from growing(operation, way, device, place, seconds)
            except RuntimeError as problem:  # torch has no narrower one for either
                reason = str(problem).strip().partition("\n")[0]
                complain(f"{operation.name} in {way} cannot be timed on {device.name}: {reason}")


def growing(operation: Operation, way: Way, device: TorchDevice, place: Place, seconds: float) -> Iterator[Timing]:
    """The rows of one way, smallest size first, until the next would take too long even if it grew by the size only."""
    last: Timing | None = None
    for size in operation.sizes_on(device):
        if last and last.median_seconds * size / last.size > LONGEST:
            return
        with computing(way.dtype, way.threads):
            work = operation.make(size, way, device)
            found = measured(work, device, seconds)
        last = row(operation.name, size, way, device, place, work, found)
        yield last


def row(operation: str, size: int, way: Way, device: TorchDevice, place: Place, work: Work, found: Measured) -> Timing:
    """What was measured, and everything that it depends on."""
    low, median, high = found.quartiles()
    return Timing(
        operation=operation,
        size=size,
        device=device.name,
        **vars(way),
        median_seconds=median,
        low_seconds=low,
        high_seconds=high,
        n_repeats=found.n_repeats,
        n_calls=found.n_calls,
        flop=work.flop,
        n_bytes=work.n_bytes,
        **vars(place),
        measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
        parts=found.parts(),
    )
