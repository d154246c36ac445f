"""From the register to rows: every operation in each of its variants, at growing sizes until they take too long."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from time import monotonic

import torch

from timing.device import TorchDevice, computing
from timing.operations.register import TimedOperation
from timing.provenance import Provenance
from timing.rows.row import Timing, Variant
from timing.stopwatch import FEWEST_CALM, ROUNDS, SECONDS, Measurement, Work, is_due, take_turn, warm_up

Complain = Callable[[str], None]

LONGEST = 1.6
"""A size is left out if one call of it must be expected to take more seconds than this."""
LAST_ROUND = 240.0
"""Seconds after which no round begins, so that a run ends after five minutes on a slow machine too."""


@dataclass(frozen=True, eq=False)  # comparing tensors does not give a bool
class WarmRow:
    """The work of one row, warmed up, and its measurement so far."""

    operation: str
    size: int
    variant: Variant
    work: Work
    measurement: Measurement


def timings(
    device: TorchDevice,
    operations: list[TimedOperation],
    provenance: Provenance,
    seconds: float = SECONDS,
    complain: Complain = print,
    last_round: float = LAST_ROUND,
) -> Iterator[Timing]:
    """All rows, each of which repeats its work for this many seconds, or once per turn if its work is slow.

    The rows take turns, so that a busy minute slows down a part of each row, not all of a few; so all are done at the
    end. No round begins after `last_round` seconds, once each row has had three turns. What this machine cannot do (no
    compiler, too little memory) is left out, and `complain` gets a sentence.
    """
    end = monotonic() + last_round
    torch.compiler.reset()  # only once: it discards the code that was compiled for earlier rows
    rows = [one for operation in operations for one in warm_rows(operation, device, complain)]
    for round in range(ROUNDS):
        if monotonic() > end and all(len(one.measurement.turns) >= FEWEST_CALM for one in rows):
            break
        due = [one for one in rows if is_due(one.measurement, seconds, round)]
        failed = take_turns(due, device, complain)
        rows = [one for one in rows if one not in failed]
    yield from (timing(one, device, provenance) for one in rows)


def take_turns(due: list[WarmRow], device: TorchDevice, complain: Complain) -> list[WarmRow]:
    """One turn of each of these rows; returns the rows that failed."""
    failed = []
    # Grouped, as setting the threads of all libraries takes as long as a short turn.
    for (dtype, threads), group in groupby(sorted(due, key=dtype_and_threads), dtype_and_threads):
        with computing(dtype, threads):
            for one in group:
                try:
                    take_turn(one.work, device, one.measurement)
                except Exception as problem:  # each library raises its own errors, and none may cost other rows
                    complain(left_out(one.operation, one.variant, device, problem))
                    failed.append(one)
    return failed


def dtype_and_threads(one: WarmRow) -> tuple[str, int]:
    """The number format and the threads of a row."""
    return one.variant.dtype, one.variant.threads


def warm_rows(operation: TimedOperation, device: TorchDevice, complain: Complain) -> Iterator[WarmRow]:
    """The operation's rows in each variant that this machine can compute."""
    for variant in operation.variants_on(device):
        try:
            yield from warm_sizes(operation, variant, device)
        except Exception as problem:  # no compiler, too little memory, no such kernel
            complain(left_out(operation.name, variant, device, problem))


def warm_sizes(operation: TimedOperation, variant: Variant, device: TorchDevice) -> Iterator[WarmRow]:
    """One variant's rows, smallest size first, until the next would take too long even if time grew only with size."""
    last: WarmRow | None = None
    for size in operation.sizes_on(device):
        if last and last.measurement.expected_seconds * size / last.size > LONGEST:
            return
        with computing(variant.dtype, variant.threads):
            work = operation.make(size, variant, device)
            last = WarmRow(operation.name, size, variant, work, warm_up(work, device))
        yield last


def left_out(operation: str, variant: Variant, device: TorchDevice, problem: BaseException) -> str:
    """The sentence about a row that this machine cannot measure."""
    reason = str(problem).strip().partition("\n")[0] or type(problem).__name__
    return f"{operation} in {variant} cannot be timed on {device.name}: {reason}"


def timing(one: WarmRow, device: TorchDevice, provenance: Provenance) -> Timing:
    """The finished row: what was measured, and everything that it depends on."""
    low, median, high = one.measurement.quartiles()
    return Timing(
        operation=one.operation,
        size=one.size,
        device=device.name,
        **vars(one.variant),
        median_seconds=median,
        low_seconds=low,
        high_seconds=high,
        n_repeats=len(one.measurement.counted),
        n_calls=one.measurement.n_calls["compute"],
        n_left_out=one.measurement.n_left_out,
        flop=one.work.flop,
        n_bytes=one.work.n_bytes,
        **vars(provenance),
        measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
        parts=one.measurement.parts(),
    )
