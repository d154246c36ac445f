"""Where a row was measured: here or elsewhere, and by which CPU or GPU."""

import pandas as pd

LIVE = "live"
"""The origin of training results measured here."""

HERE = "here"
"""The origin of timed rows measured here; recorded rows of either kind have the name of their file."""


def measured_here(origin: str) -> bool:
    """Whether a row was measured on this server, and not recorded elsewhere."""
    return origin in (LIVE, HERE)


def host(machine: str, device: str) -> str:
    """The CPU of a row's machine: a CUDA row names the GPU, a comma, and the CPU."""
    return machine.partition(", ")[2] if device == "cuda" else machine


def hosts(rows: pd.DataFrame) -> pd.Series:
    """The CPU of each row's machine."""
    found = [host(str(machine), device) for machine, device in zip(rows["machine"], rows["device"], strict=True)]
    return pd.Series(found, rows.index, name="host", dtype=object)


def device_name(machine: str, device: str) -> str:
    """The name of the CPU or GPU that did the work."""
    return machine.partition(", ")[0] if device == "cuda" else machine


def kind(device: str) -> str:
    """`CPU` or `GPU`."""
    return "CPU" if device == "cpu" else "GPU"


def here_or_recorded(row: pd.Series) -> str:
    """`here` or `recorded`."""
    return "here" if measured_here(row["origin"]) else "recorded"
