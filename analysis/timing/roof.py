"""The machine's own limit, read from its rows, and how near an operation comes to it (Williams et al. 2009)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.common.wording import begun, listed
from analysis.timing.names import named
from analysis.timing.speed_up import HERE

TOLD = ("forward", "training_step", "training", "convolution", "convolution_by_side", "svm_predict")
"""What the sentence speaks of first: the whole network's work."""


@dataclass(frozen=True)
class Roof:
    """The best rate of matrix products and the bandwidth of main memory: no work is expected above either."""

    flop_per_second: float
    bytes_per_second: float

    def at(self, intensity: float) -> float:
        """The reachable operations a second of work that does so many operations a byte."""
        return min(self.flop_per_second, intensity * self.bytes_per_second)

    @property
    def ridge(self) -> float:
        """The operations a byte from which on computing is the limit, not memory."""
        return self.flop_per_second / self.bytes_per_second


def roof(rows: pd.DataFrame, dtype: str) -> Roof:
    """The fastest matrix product in this number format, and the largest copy; ValueError where one is not measured.

    The largest copy, because smaller ones stay in a cache. `rows` are of one place and device.
    """
    products = rows[(rows["operation"] == "matrix_product") & (rows["dtype"] == dtype)]
    copies = rows[rows["operation"] == "copy"].sort_values("size")
    if products.empty or copies.empty:
        raise ValueError(f"The limit in {dtype} needs rows of matrix_product and of copy.")
    largest = copies.iloc[-1]
    return Roof(float((products["flop"] / products["compute"]).max()), float(largest["n_bytes"] / largest["compute"]))


def under_roof(rows: pd.DataFrame, dtype: str) -> pd.DataFrame:
    """Each operation's row that has the highest rate, best share of the limit first.

    Columns `intensity` (operations a byte), `rate` (operations a second) and `share` of the reachable rate. A share
    above one means that the data stayed in a cache, which is faster than main memory, or that the library is better at
    this than at the matrix product: oneDNN's convolutions reach 1.1 on an EPYC. ValueError as `roof`.
    """
    limit = roof(rows, dtype)
    known = rows[(rows["dtype"] == dtype) & (rows["flop"] > 0) & (rows["n_bytes"] > 0)]
    known = known.assign(intensity=known["flop"] / known["n_bytes"], rate=known["flop"] / known["compute"])
    kinds = known["operation"].replace("convolution_by_side", "convolution")  # one layer, whatever grows
    best = known.loc[known.groupby(kinds, sort=False)["rate"].idxmax()]
    return best.assign(
        share=best["rate"] / np.array([limit.at(intensity) for intensity in best["intensity"]])
    ).sort_values("share", ascending=False, kind="stable")


def roof_finding(points: pd.DataFrame) -> str:
    """How much of the limit the operations reach, the whole network's work first."""
    shares = points.set_index("operation")["share"]
    order = [name for name in TOLD if name in shares]
    reached = [f"{100 * shares[name]:.0f} %" for name in order[:3]]
    row = points.iloc[0]
    name = "processor" if row["device"] == "cpu" else "GPU"
    where = f"this {name}" if row["origin"] == HERE else f"the recorded {name}"
    if not order:
        return f"Of what {where} can do, only the matrix product is measured yet."
    first, *others = [named(name).clause for name in order[:3]]
    also = listed([f"{other} {share}" for other, share in zip(others, reached[1:], strict=True)])
    return f"{begun(first)} reaches {reached[0]} of what {where} can do{', ' * bool(also)}{also}."
