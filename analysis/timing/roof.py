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
    """The best rate of matrix products and the bandwidth of main memory, which together limit all work."""

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
    """The roof of the fastest matrix product in this number format and the largest copy; ValueError if one is missing.

    Smaller copies stay in a cache, so they do not count. `rows` are of one machine and device.
    """
    products = rows[(rows["operation"] == "matrix_product") & (rows["dtype"] == dtype)]
    copies = rows[rows["operation"] == "copy"].sort_values("size")
    if products.empty or copies.empty:
        raise ValueError(f"The limit in {dtype} needs rows of matrix_product and of copy.")
    largest = copies.iloc[-1]
    return Roof(float((products["flop"] / products["compute"]).max()), float(largest["n_bytes"] / largest["compute"]))


def rate(value: float) -> str:
    """`89 billion`: operations per second in words."""
    word, unit = next(((word, unit) for word, unit in UNITS if value >= unit * 0.9995), ("", 1.0))
    return f"{figures(value / unit)} {word}" if word else count(value)


def under_roof(rows: pd.DataFrame, dtype: str) -> pd.DataFrame:
    """The row of each operation with the highest rate, in the order of their share of the limit.

    Columns: `intensity` (operations per byte), `rate` (operations per second), `share` of the limit. A share above one
    means that the data stayed in a cache, which is faster than main memory, or that the library is better at this
    operation than at the matrix product: oneDNN's convolutions reach 1.1 on an EPYC. Raises ValueError as `roof` does.
    """
    limit = roof(rows, dtype)
    known = rows[(rows["dtype"] == dtype) & (rows["flop"] > 0) & (rows["n_bytes"] > 0)]
    known = known.assign(intensity=known["flop"] / known["n_bytes"], rate=known["flop"] / known["compute"])
    kinds = known["operation"].replace("convolution_by_side", "convolution")  # the same layer
    best = known.loc[known.groupby(kinds, sort=False)["rate"].idxmax()]
    share = best["rate"] / np.array([limit.at(intensity) for intensity in best["intensity"]])
    return best.assign(share=share).sort_values("share", ascending=False, kind="stable")


def roof_finding(points: pd.DataFrame) -> str:
    """The share of the limit that operations reach, the CNN's work first."""
    shares = points.set_index("operation")["share"]
    clauses = [(named(name).clause, percent(shares[name])) for name in MENTIONED if name in shares][:3]
    row = points.iloc[0]
    where = f"{'this' if measured_here(row['origin']) else 'the recorded'} {kind(row['device'])}"
    if not clauses:
        return f"Only the matrix product has been measured on {where} so far, and it is the limit itself."
    (first, share), *others = clauses
    also = listed([f"{clause} {part}" for clause, part in others])
    return f"{capitalised(first)} reaches {share} of what {where} can do{', ' * bool(also)}{also}."
