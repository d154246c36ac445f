"""How many times faster a GPU is than the processor beside it, and from which size on it is ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.common.machine import host

ORDER = ["dtype", "channels_last", "compiled", "library"]
LINE = ["origin", "machine", "device", *ORDER, "threads"]
"""What one line of a chart has in common: rows of two places or two ways never stand in one."""

HERE = "here"


def on_all_cores(rows: pd.DataFrame) -> pd.DataFrame:
    """The processor's rows with the most threads of each place."""
    cpu = rows[rows["device"] == "cpu"]
    return cpu[cpu["threads"] == cpu.groupby(["origin", "machine"])["threads"].transform("max")]


def speed_ups(rows: pd.DataFrame) -> pd.DataFrame:
    """Each GPU row beside the same work of the processor in its machine, measured in the same place, by size.

    Both did the same operation of the same size in the same way; TF32 is beside float32, whose numbers it takes and
    gives. Columns `times`, `times_low` and `times_high`, copies included (the ends are the worst and the best quartile
    against each other), and `without_copies`.
    """
    hosts = [host(machine, device) for machine, device in zip(rows["machine"], rows["device"], strict=True)]
    rows = rows.assign(host=hosts, alike=rows["dtype"].replace("tf32", "float32"))
    cpu, gpu = on_all_cores(rows), rows[rows["device"] != "cpu"]
    same = ["origin", "host", "operation", "size", "alike", "channels_last", "compiled", "library"]
    both = gpu.merge(cpu, on=same, suffixes=("", "_cpu"))
    both["times"] = both["median_seconds_cpu"] / both["median_seconds"]
    both["times_low"] = both["low_seconds_cpu"] / both["high_seconds"]
    both["times_high"] = both["high_seconds_cpu"] / both["low_seconds"]
    both["without_copies"] = both["compute_cpu"] / both["compute"]
    return both.sort_values("size", kind="stable").reset_index(drop=True)


@dataclass(frozen=True)
class BreakEven:
    """Where the GPU is ahead: from a size on, at every size measured, at none, or now here and now there."""

    kind: Literal["from", "always", "never", "changes"]
    size: float | None = None


def break_even(sizes: Sequence[float], times: Sequence[float]) -> BreakEven:
    """Where the speed-up passes 1 for good, on a straight line between two sizes in both logarithms.

    Nothing is said about sizes outside of what was measured.
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
    """The speed-ups of each GPU in the plainest way that was measured: eager, in the usual memory order, float32."""
    found = []
    for _, of_place in gains.groupby(["origin", "machine", "device"], sort=False):
        first = of_place.assign(short=of_place["dtype"] != "float32").sort_values(
            ["compiled", "channels_last", "short", "dtype"], kind="stable"
        )
        way = first[ORDER].iloc[0]
        found.append(of_place[(of_place[ORDER] == way).all(axis=1)])
    return found
