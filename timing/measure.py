"""From the register to rows: every operation in each of its ways at each of its sizes, as long as it does not drag."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

import torch

from timing.device import TorchDevice, computing
from timing.register import Operation
from timing.row import Place, Timing, Way
from timing.stopwatch import FEWEST_CALM, SECONDS, TURNS, Measured, Work, rehearsed, repeat

NOT_HERE = Exception
"""No compiler, memory or such kernel: each library has errors of its own for that, and none shall cost other rows."""

LONGEST = 1.6
"""Seconds of one call that larger sizes may not be expected to take."""
LAST_TURN = 240.0
"""Seconds from the start after which no turn begins: a run of five minutes must end also where the machine is slow."""


@dataclass(frozen=True)
class Rehearsed:
    """Work of one row that is warm and waits for its turns."""

    operation: str
    size: int
    way: Way
    work: Work
    found: Measured


def timings(
    device: TorchDevice,
    operations: list[Operation],
    place: Place,
    seconds: float = SECONDS,
    complain: Callable[[str], None] = print,
) -> Iterator[Timing]:
    """All rows; what this machine cannot do (no compiler, no memory) is left out, and `complain` gets a sentence.

    `seconds` is for how long a row repeats its work; slow work is repeated once a turn. All rows take turns, so that
    they come at the end: a busy minute meets a part of each, not all of a few.
    """
    last_turn = monotonic() + LAST_TURN
    torch.compiler.reset()  # once: it would throw away what earlier rows compiled
    rows = [one for operation in operations for one in rehearsed_rows(operation, device, complain)]
    for turn in range(TURNS):
        if turn >= FEWEST_CALM and monotonic() > last_turn:
            break
        for one in list(rows):
            try:
                with computing(one.way.dtype, one.way.threads):
                    repeat(one.work, device, one.found, seconds)
            except NOT_HERE as problem:
                complain(left_out(one.operation, one.way, device, problem))
                rows.remove(one)
    yield from (timing(one, device, place) for one in rows)


def rehearsed_rows(operation: Operation, device: TorchDevice, complain: Callable[[str], None]) -> Iterator[Rehearsed]:
    """An operation's rows, warm, in each way that this machine can do."""
    for way in operation.ways(device):
        try:
            yield from rehearsals(operation, way, device)
        except NOT_HERE as problem:
            complain(left_out(operation.name, way, device, problem))


def left_out(operation: str, way: Way, device: TorchDevice, problem: BaseException) -> str:
    """The sentence for a row that there cannot be."""
    reason = str(problem).strip().partition("\n")[0] or type(problem).__name__
    return f"{operation} in {way} cannot be timed on {device.name}: {reason}"


def rehearsals(operation: Operation, way: Way, device: TorchDevice) -> Iterator[Rehearsed]:
    """One way's rows, smallest size first, until the next would take too long even if it grew by the size only."""
    last: Rehearsed | None = None
    for size in operation.sizes_on(device):
        if last and last.found.expected_seconds * size / last.size > LONGEST:
            return
        with computing(way.dtype, way.threads):
            work = operation.make(size, way, device)
            last = Rehearsed(operation.name, size, way, work, rehearsed(work, device))
        yield last


def timing(one: Rehearsed, device: TorchDevice, place: Place) -> Timing:
    """The row: what was measured, and everything that it depends on."""
    low, median, high = one.found.quartiles()
    return Timing(
        operation=one.operation,
        size=one.size,
        device=device.name,
        **vars(one.way),
        median_seconds=median,
        low_seconds=low,
        high_seconds=high,
        n_repeats=len(one.found.counted),
        n_calls=one.found.n_calls["compute"],
        n_left_out=one.found.n_left_out,
        flop=one.work.flop,
        n_bytes=one.work.n_bytes,
        **vars(place),
        measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
        parts=one.found.parts(),
    )
