"""Where a row was measured: the machine, the versions of the libraries, and the commit of this code."""

import os
import platform
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("numpy", "scikit-learn", "scikit-learn-intelex", "scikit-image", "numba", "torch")


@dataclass(frozen=True)
class Provenance:
    """The machine in words, the versions of the libraries by name, and the commit."""

    machine: str
    versions: dict[str, str]
    commit: str


def provenance(device: str) -> Provenance:
    """The provenance of what is measured now on this device."""
    return Provenance(machine(device), versions(device), commit())


@cache
def processor() -> str:
    """The CPU's name and its number of cores."""
    name = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        named = [line.split(":", 1)[1].strip() for line in information.read_text().splitlines() if "model name" in line]
        name = named[0] if named else name
    return f"{name}, {os.cpu_count() or 1} cores"


def machine(device: str) -> str:
    """What computed: the GPU's name, if the device is one, and the CPU's."""
    if device == "cuda":
        import torch

        return f"{torch.cuda.get_device_name()}, {processor()}"
    return processor()


@cache
def versions(device: str = "cpu") -> dict[str, str]:
    """The versions of Python and of the libraries whose speed matters; for an NVIDIA GPU of CUDA and the driver too."""
    found = {"python": platform.python_version(), **(nvidia_versions() if device == "cuda" else {})}
    for library in LIBRARIES:
        with suppress(PackageNotFoundError):
            found[library] = version(library)
    return found


def nvidia_versions() -> dict[str, str]:
    """The versions of CUDA and cuDNN that torch was built with, and of the driver where nvidia-smi tells it."""
    import torch

    found = {"cuda": torch.version.cuda, "cudnn": torch.backends.cudnn.version()}
    ask = ["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"]
    with suppress(OSError, subprocess.SubprocessError):
        answer = subprocess.run(ask, capture_output=True, text=True, check=True, timeout=10).stdout.split()
        found["nvidia driver"] = answer[0] if answer else None
    return {name: str(version) for name, version in found.items() if version}


@cache
def commit() -> str:
    """The commit of this code, with + if files differ from it; empty outside a clone."""
    git = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty=+", "--abbrev=12"]
    try:
        return subprocess.run(git, capture_output=True, text=True, check=True, timeout=10).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""
