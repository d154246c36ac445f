"""Where a row was measured: here or elsewhere, and by which CPU or GPU."""

import re

import pandas as pd

LIVE = "live"
"""The origin of training results measured here."""

HERE = "here"
"""The origin of timed rows measured here. The origin of recorded rows, trained or timed, is their file's name."""

VENDOR_WORDS = r"\b(NVIDIA|GeForce|AMD|Intel|CPU|Processor|Platinum|Gold|Silver|Bronze)\b"
"""Words of a CPU's or GPU's name that people leave out, as its family and number are enough."""


def measured_here(origin: str) -> bool:
    """Whether a row was measured on this server, and not recorded elsewhere."""
    return origin in (LIVE, HERE)


def host(machine: str, device: str) -> str:
    """The CPU of a row's machine, which is the host of its GPU: a CUDA row's machine is `GPU, CPU`."""
    return machine.partition(", ")[2] if device == "cuda" else machine


def hosts(rows: pd.DataFrame) -> pd.Series:
    """The CPU of each row's machine."""
    pairs = zip(rows["machine"].tolist(), rows["device"].tolist(), strict=True)
    found = [host(str(machine), device) for machine, device in pairs]
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


def short_name(machine: str, device: str) -> str:
    """`Xeon 8480C` or `H100`: the name without vendor, cores, memory, clock and trade marks, for a headline.

    A GPU with the same name as its CPU, such as Apple's, is called `... GPU`.
    """
    name = device_name(machine, device)
    for left_out in (r", \d+ cores?$", r"\((R|TM)\)", r"@.*", r"[- ](SXM|PCI|\d+ ?GB).*", r"\d+-Core", VENDOR_WORDS):
        name = re.sub(left_out, "", name, flags=re.IGNORECASE)
    name = re.sub(r"\s+", " ", name).strip() or machine
    return name if device in ("cpu", "cuda") else f"{name} GPU"


def short_names(rows: pd.DataFrame) -> list[str]:
    """Each CPU and GPU of the rows once, by its short name."""
    return list(dict.fromkeys(map(short_name, rows["machine"], rows["device"])))
