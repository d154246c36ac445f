"""From the register to rows: every operation in each of its ways at each of its sizes, as long as it does not drag."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from time import monotonic

import torch

from timing.device import TorchDevice, computing
from timing.operations.register import Operation
from timing.rows.row import Place, Timing, Way
from timing.stopwatch import FEWEST_CALM, ROUNDS, SECONDS, Measured, Work, is_due, rehearsed, repeat

NOT_HERE = Exception
"""No compiler, memory or such kernel: each library has errors of its own for that, and none shall cost other rows."""

LONGEST = 1.6
"""Seconds of one call that larger sizes may not be expected to take."""
LAST_ROUND = 240.0
"""Seconds from the start after which no round begins: a run of five minutes must end also where the machine is slow."""


@dataclass(frozen=True, eq=False)  # no two are the same, and to compare tensors gives no answer
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
    end = monotonic() + LAST_ROUND
    torch.compiler.reset()  # once: it would throw away what earlier rows compiled
    rows = [one for operation in operations for one in rehearsed_rows(operation, device, complain)]
    for number in range(ROUNDS):
        if monotonic() > end and all(len(one.found.turns) >= FEWEST_CALM for one in rows):
            break
        due = [one for one in rows if is_due(one.found, seconds, number)]
        failed = take_turns(due, device, complain)
        rows = [one for one in rows if one not in failed]
    yield from (timing(one, device, place) for one in rows)


def take_turns(due: list[Rehearsed], device: TorchDevice, complain: Callable[[str], None]) -> list[Rehearsed]:
    """A round: one turn of each of these rows; returns those that failed."""
    failed = []
    # Together what computes alike: to look for the libraries whose threads are set costs as much as a short turn.
    for (dtype, threads), alike in groupby(sorted(due, key=computes), computes):
        with computing(dtype, threads):
            for one in alike:
                try:
                    repeat(one.work, device, one.found)
                except NOT_HERE as problem:
                    complain(left_out(one.operation, one.way, device, problem))
                    failed.append(one)
    return failed


def computes(one: Rehearsed) -> tuple[str, int]:
    """The number format and the threads of a row."""
    return one.way.dtype, one.way.threads


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
