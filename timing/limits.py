"""The machine's own limits, read from its rows, and how near an operation comes to them (Williams et al. 2009)."""

from collections.abc import Iterable
from dataclasses import dataclass

from timing.row import Timing


@dataclass(frozen=True)
class Limits:
    """The roof: the best matrix rate and the bandwidth of main memory."""

    flop_per_second: float
    bytes_per_second: float


def limits(rows: Iterable[Timing], device: str, dtype: str) -> Limits:
    """The fastest matrix product in this number format, and the largest copy; ValueError where one is not measured.

    The largest copy, because smaller ones stay in a cache. Give rows of one machine only.
    """
    here = [row for row in rows if row.device == device]
    rates = [
        row.flop / row.parts["compute"]
        for row in here
        if row.operation == "matrix_product" and row.dtype == dtype and row.flop
    ]
    copies = [row for row in here if row.operation == "copy" and row.n_bytes]
    if not rates or not copies:
        raise ValueError(f"The limits of {device} in {dtype} need rows of matrix_product and of copy.")
    largest = max(copies, key=lambda row: row.size)
    return Limits(max(rates), (largest.n_bytes or 0.0) / largest.parts["compute"])


def share(row: Timing, roof: Limits) -> float | None:
    """The part of the reachable rate that the row reaches; None where its work is not known.

    Above one means that its data stayed in a cache, which is faster than main memory, or that its library is better at
    it than at the matrix product: oneDNN's convolutions reach 1.1 on an EPYC.
    """
    if not row.flop or not row.n_bytes:
        return None
    reachable = min(roof.flop_per_second, row.flop / row.n_bytes * roof.bytes_per_second)
    return row.flop / row.parts["compute"] / reachable
