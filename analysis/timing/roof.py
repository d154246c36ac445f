"""The limit of a machine, from its rows, and how close operations come to it (Williams et al. 2009)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.common.machine import kind, measured_here
from analysis.common.wording import capitalised, count, figures, listed, percent
from analysis.timing.names import named

MENTIONED = ("forward", "training_step", "training", "convolution", "convolution_by_side", "svm_predict")
"""The operations that the finding may mention, most important first."""

UNITS = (("trillion", 1e12), ("billion", 1e9), ("million", 1e6))


@dataclass(frozen=True)
class Roof:
    """The highest rate and the highest bandwidth that any work reached, which together are the limit of all work."""

    flop_per_second: float
    bytes_per_second: float

    def at(self, intensity: float) -> float:
        """The highest possible operations per second of work with this many operations per byte."""
        return min(self.flop_per_second, intensity * self.bytes_per_second)

    @property
    def ridge(self) -> float:
        """The operations per byte above which computing is the limit, and below which memory is."""
        return self.flop_per_second / self.bytes_per_second


def roof(rows: pd.DataFrame, dtype: str) -> Roof:
    """The roof over each operation's fastest row in this number format; ValueError without one, or without a copy.

    Its rate is the highest of these rows. Its bandwidth is that of the largest copy, or that of the fastest of these
    rows, if higher as its data stayed in a cache, so that no operation lies above the roof. Smaller copies and other
    small work, whose data stay in a cache too but which compute slowly, do not count. `rows` are of one machine and
    device.
    """
    best, copies = fastest(rows, dtype), rows[rows["operation"] == "copy"].sort_values("size")
    if best.empty or copies.empty:
        raise ValueError(f"The limit in {dtype} needs rows of copy and of an operation whose additions are counted.")
    bandwidths = [*bandwidth(best), *bandwidth(copies.tail(1))]
    return Roof(float(best["rate"].max()), float(max(bandwidths)))


def fastest(rows: pd.DataFrame, dtype: str) -> pd.DataFrame:
    """The row of each operation with the highest `rate` (operations per second); `intensity` is operations per byte."""
    known = rows[is_known(rows) & (rows["dtype"] == dtype)]
    known = known.assign(intensity=known["flop"] / known["n_bytes"], rate=known["flop"] / known["compute"])
    kinds = known["operation"].replace("convolution_by_side", "convolution")  # the same layer
    return known.loc[known.groupby(kinds, sort=False)["rate"].idxmax()]


def is_known(rows: pd.DataFrame) -> pd.Series:
    """Whether the operations and the bytes of a row were counted."""
    return (rows["flop"] > 0) & (rows["n_bytes"] > 0)


def bandwidth(rows: pd.DataFrame) -> pd.Series:
    """The bytes per second that each row reads and writes."""
    return rows["n_bytes"] / rows["compute"]


def rate(value: float) -> str:
    """`89 billion`: operations per second in words."""
    word, unit = next(((word, unit) for word, unit in UNITS if value >= unit * 0.9995), ("", 1.0))
    return f"{figures(value / unit)} {word}" if word else count(value)


def under_roof(rows: pd.DataFrame, dtype: str) -> pd.DataFrame:
    """The row of each operation with the highest rate, in the order of its `share` of the limit, which is at most 1.

    Further columns are those of `fastest`. Raises ValueError as `roof` does.
    """
    limit, best = roof(rows, dtype), fastest(rows, dtype)
    # The same as rate / limit.at(intensity), but rounding cannot make it exceed 1.
    share = np.maximum(best["rate"] / limit.flop_per_second, bandwidth(best) / limit.bytes_per_second)
    return best.assign(share=share).sort_values("share", ascending=False, kind="stable")


def share_reached(share: float) -> str:
    """`12 %`, or `under 1 %` for a share that would be written as `0 %`."""
    return percent(share) if share >= 0.005 else "under 1 %"


def roof_finding(points: pd.DataFrame) -> str:
    """The share of the limit that operations reach, the CNN's work first, and which operation computes fastest."""
    shares = points.set_index("operation")["share"]
    mentioned = [name for name in MENTIONED if name in shares] or [*shares.index]
    row = points.iloc[0]
    where = f"{'this' if measured_here(row['origin']) else 'the recorded'} {kind(row['device'])}"
    best = named(points.loc[points["rate"].idxmax(), "operation"]).clause
    if len(points) == 1:
        return f"Only {best} has been measured on {where} so far, so it is the limit itself."
    first, *others = [(named(name).clause, share_reached(shares[name])) for name in mentioned[:3]]
    also = listed([f"{clause} {share}" for clause, share in others])
    reached = f"{capitalised(first[0])} reaches {first[1]} of the best that {where} did in any work"
    return f"{', '.join(filter(None, (reached, also)))}. Of all operations, {best} computes fastest."
