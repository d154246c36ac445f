"""A browser's report as rows like those timed on a server, and the server's processor to draw beside them."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.timing.speed_up import first_origin, on_all_cores

ORIGIN = "your browser"
GPU, CORE = "webgpu", "javascript"
"""What computed a row: WebGPU, or one core in JavaScript."""

VENDORS = {"amd": "AMD", "arm": "Arm", "nvidia": "NVIDIA", "img-tec": "Imagination", "samsung": "Samsung"}
SOFTWARE = {"swiftshader": "SwiftShader", "llvmpipe": "llvmpipe", "lavapipe": "lavapipe"}
PARTS = ("warm_up", "copy_in", "compute", "copy_out")
NUMBERS = ("median_seconds", "low_seconds", "high_seconds", "flop", "n_bytes", "error")
SAME = {
    "channels_last": False,
    "compiled": False,
    "threads": 1,
    "versions": "{}",
    "commit": "",
    "n_left_out": 0,
    "origin": ORIGIN,
}
"""What is the same in all rows of a browser; the convolution has its own layer, so its memory order is no choice."""


@dataclass(frozen=True, eq=False)
class OwnGpu:
    """What a browser measured: the adapter, its limits if measured, and the rows.

    `rows` has the columns of timed rows, and `error`: the worst relative error of the entries that were checked.
    """

    name: str
    browser: str
    is_software: bool
    bytes_per_second: float | None
    flop_per_second: float | None
    rows: pd.DataFrame

    def of(self, operation: str, device: str, dtype: str = "float32") -> pd.DataFrame:
        """The rows of one line, smallest size first."""
        rows = self.rows
        wanted = (rows["operation"] == operation) & (rows["device"] == device) & (rows["dtype"] == dtype)
        return rows[wanted].sort_values("size", ignore_index=True)


def read(report: Any) -> OwnGpu:
    """The report that a browser sent; ValueError with a sentence if what it sent is no report."""
    try:
        name, browser = adapter_name(report), str(report["browser"])
        rows = [_row(row, name if row["device"] == GPU else "one core, JavaScript") for row in report["rows"]]
        if not rows:
            raise ValueError("no rows")
        return OwnGpu(name, browser, bool(report["is_software"]), *_limits(report), pd.DataFrame(rows))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as problem:
        raise ValueError("What the browser sent is no measurement. Load the page again and measure anew.") from problem


def _limits(report: dict[str, Any]) -> tuple[float | None, float | None]:
    """The rate of copies and of calculations, where they were measured."""
    copied, calculated = report["copy_bytes_per_second"], report["flop_per_second"]
    return None if copied is None else float(copied), None if calculated is None else float(calculated)


def _row(sent: dict[str, Any], machine: str) -> dict[str, Any]:
    """One row; one core in JavaScript has no copies."""
    parts = {part: float(sent["parts"][part]) for part in PARTS}
    if sent["device"] == CORE:
        parts |= {"copy_in": float("nan"), "copy_out": float("nan")}
    values = {name: float(sent[name]) for name in NUMBERS}
    if not all(0 < values[name] < float("inf") for name in NUMBERS if name != "error"):
        raise ValueError("a time or an amount of work is not a positive number")
    words = {name: str(sent[name]) for name in ("operation", "device", "dtype")}
    library = "WebGPU" if sent["device"] == GPU else "JavaScript"
    whole = {"size": int(sent["size"]), "n_repeats": int(sent["n_repeats"])}
    return {**words, **whole, **values, **parts, "library": library, "machine": machine, **SAME}


def adapter_name(report: dict[str, Any]) -> str:
    """`Apple, metal-3`, `SwiftShader`, or that the browser gives no name."""
    vendor, architecture = (str(report[part]).strip()[:40] for part in ("vendor", "architecture"))
    if report["is_software"]:
        words = f"{vendor} {architecture}".lower()
        known = [name for word, name in SOFTWARE.items() if word in words]
        return (known or [architecture or vendor or "a program without a name"])[0]
    named = [VENDORS.get(vendor.lower(), vendor.capitalize()), architecture]
    return ", ".join(filter(None, named)) or f"{report['browser']} does not tell its name"


def server_rows(timings: pd.DataFrame) -> pd.DataFrame:
    """The matrix product on this server's processor with all its cores or, if not timed here, on a recorded one."""
    plain = ~timings["compiled"].astype(bool) & ~timings["channels_last"].astype(bool)
    rows = timings[plain & (timings["operation"] == "matrix_product") & (timings["dtype"] == "float32")]
    rows = on_all_cores(rows[rows["library"] == "torch"])
    if rows.empty:
        return rows
    rows = rows[rows["origin"] == first_origin(rows)]
    return rows[rows["machine"] == rows["machine"].iloc[0]].sort_values("size", ignore_index=True)
