"""How many times as fast a GPU is as the CPU beside it, and from which size on it is ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.common.machine import hosts, measured_here

ORDER = ["dtype", "channels_last", "compiled", "library"]
LINE = ["origin", "machine", "device", *ORDER, "threads"]
"""Rows that agree in all of these make one line of a chart."""


def on_all_cores(rows: pd.DataFrame) -> pd.DataFrame:
    """The CPU's rows with the most threads, for each origin and machine."""
    cpu = rows[rows["device"] == "cpu"]
    return cpu[cpu["threads"] == cpu.groupby(["origin", "machine"])["threads"].transform("max")]


def in_best_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Of each work, the row in the memory order that suits its device; the other would make other devices look fast."""
    rows = rows.reset_index(drop=True)
    same = ["origin", "machine", "device", "dtype", "compiled", "library", "threads", "operation", "size"]
    return rows.loc[rows.groupby(same)["median_seconds"].idxmin()].assign(channels_last=False)


def first_origin(rows: pd.DataFrame) -> str:
    """The origin to speak of: here if anything was measured here, else the first recorded one."""
    return str(min(rows["origin"], key=lambda origin: (not measured_here(origin), origin)))


def speed_ups(rows: pd.DataFrame) -> pd.DataFrame:
    """Each GPU row joined with the row of its machine's CPU for the same work, by size.

    Both have the same origin, operation, size, memory order, compilation and library, and the same number format,
    except that TF32 is compared with float32, because its inputs and outputs are float32. Columns: `times`, copies
    included, with `times_low` and `times_high` from the quartiles least and most favourable to the GPU, and
    `without_copies`.
    """
    rows = rows.assign(host=hosts(rows), format=rows["dtype"].replace("tf32", "float32"))
    cpu, gpu = on_all_cores(rows), rows[rows["device"] != "cpu"]
    same = ["origin", "host", "operation", "size", "format", "channels_last", "compiled", "library"]
    both = gpu.merge(cpu, on=same, suffixes=("", "_cpu")).sort_values("size", kind="stable", ignore_index=True)
    return both.assign(
        times=both["median_seconds_cpu"] / both["median_seconds"],
        times_low=both["low_seconds_cpu"] / both["high_seconds"],
        times_high=both["high_seconds_cpu"] / both["low_seconds"],
        without_copies=both["compute_cpu"] / both["compute"],
    )


@dataclass(frozen=True)
class BreakEven:
    """Where the GPU is ahead: from a size on, at every measured size, at none, or with changes in between."""

    kind: Literal["from", "always", "never", "changes"]
    size: float | None = None


def break_even(sizes: Sequence[float], times: Sequence[float]) -> BreakEven:
    """The size from which on the speed-up stays above 1, interpolated in both logarithms.

    Nothing is said about sizes outside of those measured.
    """
    ahead = np.asarray(times) > 1
    if ahead.all() or not ahead.any():
        return BreakEven("always" if ahead.all() else "never")
    if not ahead[-1]:
        return BreakEven("changes")
    last = int(np.flatnonzero(~ahead)[-1])
    ends = slice(last, last + 2)
    return BreakEven("from", float(np.exp(np.interp(0.0, np.log(times[ends]), np.log(sizes[ends])))))


def plainest(gains: pd.DataFrame) -> list[pd.DataFrame]:
    """Each GPU's speed-ups in the plainest way measured: eager, in the usual memory order, in float32."""
    found = []
    for _, group in gains.groupby(["origin", "machine", "device"], sort=False):
        order = ["compiled", "channels_last", "is_short", "dtype"]
        ranked = group.assign(is_short=group["dtype"] != "float32").sort_values(order, kind="stable")
        found.append(group[(group[ORDER] == ranked[ORDER].iloc[0]).all(axis=1)])
    return found
