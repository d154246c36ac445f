"""Where a row was measured: here or elsewhere, by which CPU or GPU, and how busy other programs kept the machine."""

import json
import re

import pandas as pd

from analysis.common.wording import figures

LIVE = "live"
"""The origin of training results measured here."""

HERE = "here"
"""The origin of timed rows measured here. The origin of recorded rows, trained or timed, is their file's name."""

VENDOR_WORDS = r"\b(NVIDIA|GeForce|AMD|Intel|CPU|Processor|Platinum|Gold|Silver|Bronze)\b"
"""Words of a CPU's or GPU's name that people leave out, as its family and number are enough."""

BUSY = 0.25
"""If other programs kept at least this many cores busy, seconds are said to come from a busy machine."""


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


def other_cores(rows: pd.DataFrame) -> pd.Series:
    """For each row, the cores that other programs kept busy meanwhile, on average; NaN where it does not say."""
    found = [json.loads(text or "{}").get("other_cores") for text in rows["details"].tolist()]
    return pd.Series(found, rows.index, dtype=float)


def load_note(cores: pd.Series) -> str:
    """A short sentence to follow sentences about seconds; empty if the machine was quiet."""
    if (cores >= BUSY).any():
        return "Some of the times were measured on a busy machine."
    return "The times may be from a busy machine." if cores.isna().any() else ""


def load_caption(cores: pd.Series) -> str:
    """What a caption says of the machine; empty if it was quiet."""
    if (cores >= BUSY).any():
        most = figures(float(cores.max()))
        return f"Other work kept up to {most} cores busy meanwhile: a quiet machine may need less time."
    if cores.isna().any():
        return "How busy the machine was is not recorded: a quiet machine may need less time."
    return ""


def one_recording(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows measured here, and those of the recording that has the most rows.

    For charts of accuracy, where the curves of a second machine would only cover those of the first.
    """
    here = rows["origin"].map(measured_here).astype(bool)
    recorded = rows["origin"][~here]
    return rows if recorded.nunique() < 2 else rows[here | (rows["origin"] == recorded.mode()[0])]
