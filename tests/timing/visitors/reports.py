"""Invented reports as browsers send them, with seconds whose answers can be checked by hand."""

import json

from timing.visitors.report import Report, parse


def sent_row(size=64, seconds=0.01, **changed):
    """One row: half of the seconds are copies, and the quartiles are 10 % off; what it says of its work is a lie."""
    return {
        "operation": "matrix_product", "size": size, "device": "webgpu", "dtype": "float32",
        "median_seconds": seconds, "low_seconds": 0.9 * seconds, "high_seconds": 1.1 * seconds, "n_repeats": 9,
        "parts": {"warm_up": 1.0, "copy_in": seconds / 4, "compute": seconds / 2, "copy_out": seconds / 4},
        "flop": 1.0, "n_bytes": 1.0, "error": 1e-6,
    } | changed  # fmt: skip


def sent(*rows, **changed):
    """A whole report."""
    return {
        "vendor": "apple", "architecture": "metal-3", "browser": "Safari", "is_software": False, "complete": True,
        "copy_bytes_per_second": 2e11, "flop_per_second": None, "rows": list(rows) or [sent_row()],
    } | changed  # fmt: skip


def report(*rows, **changed) -> Report:
    """The report, as it is read."""
    return parse(json.dumps(sent(*rows, **changed)))


def line(seconds, sizes=(64, 128, 256, 512), **changed):
    """Rows at these sizes."""
    return [sent_row(size, one, **changed) for size, one in zip(sizes, seconds, strict=False)]
