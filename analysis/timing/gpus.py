"""Each GPU beside its CPU: how many times as fast at a usual size, with and without copies, and where the CPU leads."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.common.machine import here_or_recorded, measured_here, short_name
from analysis.common.wording import about, duration, figures, span
from analysis.timing.names import named
from analysis.timing.speed_up import BreakEven, break_even, plainest, speed_ups

USUAL = {"convolution": 64, "convolution_by_side": 32, "training_step": 64}
"""The usual sizes: batches of 64 images and sides of 32 pixels, as in the CNN's training; 1,000 for all other work."""


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
