"""How many times as fast a GPU is as the CPU beside it, at which sizes it is ahead, and each GPU in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.common.machine import here_or_recorded, hosts, measured_here, short_name
from analysis.common.wording import about, duration, figures, span
from analysis.timing.names import named

ORDER = ["dtype", "channels_last", "compiled", "library"]
LINE = ["origin", "machine", "device", *ORDER, "threads"]
"""Rows that agree in all of these make one line of a chart."""

USUAL = {"convolution": 64, "convolution_by_side": 32, "training_step": 64}
"""The usual sizes: batches of 64 images and sides of 32 pixels, as in the CNN's training; 1,000 for all other work."""


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


def of_first_place(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one origin and machine, the first of those to speak of."""
    rows = rows[rows["origin"] == first_origin(rows)]
    return rows[rows["machine"] == rows["machine"].iloc[0]]


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


@dataclass(frozen=True)
class Ratio:
    """How many times as fast a GPU is as the CPU beside it; its ends are from quartiles, worst and best for the GPU."""

    times: float
    low: float
    high: float

    @property
    def ahead(self) -> Literal["GPU", "CPU", "neither"]:
        """Who is faster; neither where the interval contains 1 or the ratio is written as 1."""
        if self.low <= 1 <= self.high or figures(self.times) == "1":
            return "neither"
        return "GPU" if self.times > 1 else "CPU"


@dataclass(frozen=True, eq=False)
class GPU:
    """A GPU's `line`, its speed-ups by size; `at` is the row of the measured size nearest to the usual one."""

    line: pd.DataFrame
    at: pd.Series

    @property
    def with_copies(self) -> Ratio:
        """The ratio at the usual size, copies included."""
        return Ratio(self.at["times"], self.at["times_low"], self.at["times_high"])

    @property
    def without_copies(self) -> Ratio | None:
        """The ratio at the usual size without copies, or None where copies were not timed separately.

        The parts of a call have no quartiles, so they are taken to spread as much as the whole does.
        """
        if not self.at[["copy_in", "copy_out"]].notna().any():
            return None
        factor = self.at["without_copies"] / self.at["times"]
        return Ratio(self.at["without_copies"], factor * self.at["times_low"], factor * self.at["times_high"])

    @property
    def break_even(self) -> BreakEven:
        """From which size on the GPU is ahead, copies included."""
        return break_even(self.line["size"].tolist(), self.line["times"].tolist())

    @property
    def where(self) -> str:
        """`here` or `recorded`."""
        return here_or_recorded(self.at)

    @property
    def name(self) -> str:
        """`H100`."""
        return short_name(self.at["machine"], self.at["device"])

    @property
    def cpu(self) -> str:
        """The name of the CPU in the same machine."""
        return short_name(self.at["machine_cpu"], "cpu")


def each_gpu(rows: pd.DataFrame) -> list[GPU]:
    """The GPUs that can be compared with the CPU beside them in rows of one operation, in the plainest way measured.

    GPUs measured here come first, then recorded ones by name.
    """
    lines = [line.sort_values("size") for line in plainest(speed_ups(rows))]
    found = [GPU(line, line.loc[nearest(line)]) for line in lines]
    return sorted(found, key=lambda gpu: (not measured_here(gpu.at["origin"]), gpu.at["origin"], gpu.at["machine"]))


def nearest(line: pd.DataFrame) -> int:
    """The index of the size that is nearest to the usual one, by ratio."""
    usual = USUAL.get(line["operation"].iloc[0], 1000)
    return int(np.abs(np.log(line["size"] / usual)).idxmin())


def gpu_table(gpus: list[GPU]) -> pd.DataFrame:
    """A row per GPU, in words: `gpu`, `cpu`, `at`, `seconds`, `with_copies`, `without_copies`, `cpu_faster`."""
    return pd.DataFrame(
        {
            "gpu": f"{gpu.name}, {gpu.where} ({gpu.at['origin']})" if gpu.where == "recorded" else f"{gpu.name}, here",
            "cpu": gpu.cpu,
            "at": named(gpu.at["operation"]).at(gpu.at["size"]),
            "seconds": " / ".join(duration(gpu.at[f"median_seconds{end}"], "µs") for end in ("", "_cpu")),
            "with_copies": _in_words(gpu.with_copies),
            "without_copies": _in_words(gpu.without_copies),
            "cpu_faster": _cpu_faster(gpu),
        }
        for gpu in gpus
    )


def _in_words(ratio: Ratio | None) -> str:
    """`38 (36 to 40)`, or `38` where the ends of the interval are written alike."""
    if ratio is None:
        return "–"
    value, ends = figures(ratio.times), span(ratio.low, ratio.high, figures)
    return value if value == ends else f"{value} ({ends})"


def _cpu_faster(gpu: GPU) -> str:
    """`below about 210 rows`."""
    found = gpu.break_even
    if found.size is not None:
        return f"below about {about(found.size)} {named(gpu.at['operation']).unit}"
    return {"always": "at no size measured", "never": "at every size measured"}.get(found.kind, "at some sizes")
