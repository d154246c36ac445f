"""The finding on a visitor's GPU, in words; no ratio of two machines without both names in its sentence."""

import pandas as pd

from analysis.common.machine import measured_here
from analysis.common.wording import about, capitalised, count, duration, figures, listed, percent, times
from analysis.timing.names import named
from analysis.timing.own_gpu.rows import CORE, GPU, OwnGpu
from analysis.timing.roof import Roof, rate
from analysis.timing.speed_up import break_even

USUAL = 1024
"""The size to speak of, if it was measured."""


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
    seconds = duration(_at(server, size)["median_seconds"], "µs")
    return f"{capitalised(server_name(server))} multiplies matrices of {count(size)} rows in {seconds}. And your GPU?"


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


def _overlap(one: pd.Series, other: pd.Series) -> bool:
    """Whether the middle halves of the repetitions of two rows have a time in common."""
    return bool(one["low_seconds"] <= other["high_seconds"] and other["low_seconds"] <= one["high_seconds"])


def _software(gpu: pd.DataFrame, core: pd.DataFrame) -> str:
    """How long a matrix product takes in WebGPU computed by software, and on one core in JavaScript."""
    both = gpu[gpu["size"].isin(core["size"])]
    if both.empty:
        return ""
    size = _size(both["size"])
    seconds, other = (duration(_at(rows, size)["median_seconds"], "µs") for rows in (gpu, core))
    return f" It takes {seconds} for matrices of {count(size)} rows, and one core in JavaScript {other}."


def _over_core(own: OwnGpu, gpu: pd.DataFrame, core: pd.DataFrame) -> str:
    """How many times as fast the GPU is as one core in JavaScript, without and with the copies."""
    both = gpu[gpu["size"].isin(core["size"])]
    if both.empty:
        size = _size(gpu["size"])
        seconds = duration(_at(gpu, size)["median_seconds"], "µs")
        return f"{capitalised(_whose(own))} multiplies matrices of {count(size)} rows in {seconds}, copies included."
    size = _size(both["size"])
    ours, other = _at(gpu, size), _at(core, size)
    opening = f"{capitalised(_whose(own))} multiplies matrices of {count(size)} rows"
    if _overlap(ours, other):
        return f"{opening} about as fast as one core in JavaScript, copies included."
    with_copies = other["median_seconds"] / ours["median_seconds"]
    if with_copies < 1:
        slower = f"{capitalised(_whose(own))} takes {times(1 / with_copies)} as long as one core in JavaScript"
        return f"{slower} to multiply matrices of {count(size)} rows, copies included."
    without = other["compute"] / ours["compute"]
    return f"{opening} {times(without)} as fast as one core in JavaScript, and {times(with_copies)} with the copies."


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
    common = gpu[gpu["size"].isin(server["size"])]
    if common.empty:
        return ""
    size = _size(common["size"])
    ours, other = _at(gpu, size), _at(server, size)
    seconds, others = (duration(row["median_seconds"], "µs") for row in (ours, other))
    both_times = (
        f"At {count(size)} rows {server_name(server)} takes {others}, and {_whose(own)} {seconds} with the copies"
    )
    if _overlap(ours, other):
        return f"{both_times}: about the same."
    ratio = other["median_seconds"] / ours["median_seconds"]
    return f"{both_times}: {f'{times(ratio)} as fast' if ratio > 1 else f'{times(1 / ratio)} as long'}."


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
