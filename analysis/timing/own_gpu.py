"""What a visitor's browser measured of its own GPU: rows like those timed on a server, and their finding.

No ratio of two machines is given without the names of both in its sentence.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.common.machine import measured_here
from analysis.common.wording import about, capitalised, count, duration, figures, listed, percent, times
from analysis.timing.names import named
from analysis.timing.roof import Roof, rate
from analysis.timing.speed_up import break_even, of_first_place, on_all_cores

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

USUAL = 1024
"""The size to speak of, if it was measured."""


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
    return rows if rows.empty else of_first_place(rows).sort_values("size", ignore_index=True)


def own_gpu_finding(own: OwnGpu, server: pd.DataFrame) -> str:
    """The matrix product on the GPU beside one core in JavaScript and the server's processor, and its limits."""
    gpu, core = own.of("matrix_product", GPU), own.of("matrix_product", CORE)
    if gpu.empty:
        return f"No matrix product was measured on {_whose(own)}."
    if own.is_software:
        return f"No GPU: this browser computes WebGPU on the processor ({own.name}).{_software(gpu, core)}"
    sentences = [_over_core(own, gpu, core), _from_where(gpu, core), _over_server(own, gpu, server), limits(own)]
    return " ".join(filter(None, sentences))


def before_finding(server: pd.DataFrame) -> str:
    """What is known before a visitor measures: the time of the server's processor, as something to beat."""
    size = _size(server["size"])
    opening = f"{capitalised(server_name(server))} multiplies matrices of {count(size)} rows"
    return f"{opening} in {_time(_at(server, size))}. And your GPU?"


def server_name(server: pd.DataFrame) -> str:
    """The server's processor by name: `this server's processor (AMD EPYC, 2 cores)`, or the recorded one."""
    first = server.iloc[0]
    whose = "this server's processor" if measured_here(first["origin"]) else "the recorded processor"
    return f"{whose} ({first['machine']})"


def _whose(own: OwnGpu) -> str:
    return f"your GPU ({own.name})"


def _size(sizes: pd.Series) -> int:
    """The usual size, or the largest there is."""
    return USUAL if (sizes == USUAL).any() else int(sizes.max())


def _at(rows: pd.DataFrame, size: int) -> pd.Series:
    return rows[rows["size"] == size].iloc[0]


def _time(row: pd.Series) -> str:
    return duration(row["median_seconds"], "µs")


def _both(one: pd.DataFrame, other: pd.DataFrame) -> tuple[int, pd.Series, pd.Series] | None:
    """The size to speak of among those that both have, with the row of each; None without one."""
    sizes = one["size"][one["size"].isin(other["size"])]
    if sizes.empty:
        return None
    size = _size(sizes)
    return size, _at(one, size), _at(other, size)


def _overlap(one: pd.Series, other: pd.Series) -> bool:
    """Whether the middle halves of the repetitions of two rows have a time in common."""
    return bool(one["low_seconds"] <= other["high_seconds"] and other["low_seconds"] <= one["high_seconds"])


def _software(gpu: pd.DataFrame, core: pd.DataFrame) -> str:
    """How long a matrix product takes in WebGPU computed by software, and on one core in JavaScript."""
    if not (both := _both(gpu, core)):
        return ""
    size, ours, other = both
    return f" It takes {_time(ours)} for matrices of {count(size)} rows, and one core in JavaScript {_time(other)}."


def _over_core(own: OwnGpu, gpu: pd.DataFrame, core: pd.DataFrame) -> str:
    """How many times as fast the GPU is as one core in JavaScript, without and with the copies."""
    both = _both(gpu, core)
    size = both[0] if both else _size(gpu["size"])
    subject, matrices = capitalised(_whose(own)), f"matrices of {count(size)} rows"
    if not both:
        return f"{subject} multiplies {matrices} in {_time(_at(gpu, size))}, copies included."
    _, ours, other = both
    if _overlap(ours, other):
        return f"{subject} multiplies {matrices} about as fast as one core in JavaScript, copies included."
    with_copies, without = (other[part] / ours[part] for part in ("median_seconds", "compute"))
    if with_copies < 1:
        slower = f"{subject} takes {times(1 / with_copies)} as long as one core in JavaScript"
        return f"{slower} to multiply {matrices}, copies included."
    faster = f"{times(without)} as fast as one core in JavaScript, and {times(with_copies)} with the copies"
    return f"{subject} multiplies {matrices} {faster}."


def _from_where(gpu: pd.DataFrame, core: pd.DataFrame) -> str:
    """From which size on the GPU is faster than the core, copies included."""
    both = gpu.merge(core, on="size", suffixes=("", "_core"))
    if len(both) < 2:
        return ""
    found = break_even(both["size"].tolist(), (both["median_seconds_core"] / both["median_seconds"]).tolist())
    if found.size is not None:
        return f"Below about {about(found.size)} rows the core is faster."
    ends = {
        "always": "It is ahead at every size measured, copies included.",
        "never": "The core is faster at every size measured.",
    }
    return ends.get(found.kind, "")


def _over_server(own: OwnGpu, gpu: pd.DataFrame, server: pd.DataFrame) -> str:
    """The GPU's time beside that of the server's processor, both by name."""
    if not (both := _both(gpu, server)):
        return ""
    size, ours, other = both
    takes = f"{server_name(server)} takes {_time(other)}, and {_whose(own)} {_time(ours)} with the copies"
    ratio = other["median_seconds"] / ours["median_seconds"]
    compared = f"{times(ratio)} as fast" if ratio > 1 else f"{times(1 / ratio)} as long"
    return f"At {count(size)} rows {takes}: {'about the same' if _overlap(ours, other) else compared}."


def limits(own: OwnGpu) -> str:
    """The share of the adapter's own limits that its best rows reach; empty where they were not measured."""
    if own.flop_per_second is None or own.bytes_per_second is None:
        return ""
    roof = Roof(own.flop_per_second, own.bytes_per_second)
    lines = {operation: own.of(operation, GPU) for operation in ("matrix_product", "convolution")}
    shares = [(named(operation).clause, _share(rows, roof)) for operation, rows in lines.items() if len(rows)]
    if not shares:
        return ""
    (first, share), *others = shares
    reached = listed([f"{first} reaches {share}", *(f"{clause} {share}" for clause, share in others)])
    return (
        f"At its best size {reached} of this GPU's own limit: no operation did more than "
        f"{rate(own.flop_per_second)} calculations a second, and its memory copies "
        f"{figures(own.bytes_per_second / 1e9)} GB a second."
    )


def _share(rows: pd.DataFrame, roof: Roof) -> str:
    """The largest share of the limit that a row reaches."""
    limit = (rows["flop"] / rows["n_bytes"]).map(roof.at)
    return percent(float((rows["flop"] / rows["compute"] / limit).max()))


def own_table(own: OwnGpu) -> pd.DataFrame:
    """Every row in words: `what`, `on`, `compute`, `copies`, `whole` and `error`."""
    return pd.DataFrame([_in_words(row, own) for _, row in own.rows.iterrows()])


def _in_words(row: pd.Series, own: OwnGpu) -> dict[str, str]:
    is_product = row["operation"] == "matrix_product"
    what = f"Matrix product, {count(row['size'])} rows" if is_product else f"Convolution, batch of {count(row['size'])}"
    low, median, high = (duration(row[f"{end}_seconds"], "µs") for end in ("low", "median", "high"))
    copies = row["copy_in"] + row["copy_out"]
    return {
        "what": f"{what}, {row['dtype']}",
        "on": own.name if row["device"] == GPU else "one core, JavaScript",
        "compute": duration(row["compute"], "µs"),
        "copies": "none" if pd.isna(copies) else duration(copies, "µs"),
        "whole": f"{median} ({low} to {high})",
        "error": f"{row['error']:.1g}",
    }
