"""The variants in which a device computes an operation: functions from a device to its variants, maybe none."""

from typing import Any

from models.handcrafted.kernel_svc import solver
from timing.device import TorchDevice, formats, n_cores
from timing.operations import handcrafted, network
from timing.rows.row import Variant


def all_formats(device: TorchDevice) -> list[Variant]:
    """Every number format of the device."""
    return [Variant(dtype, threads=n_cores()) for dtype in formats(device.name)]


def all_formats_and_orders(device: TorchDevice) -> list[Variant]:
    """Every number format in both memory orders."""
    return [Variant(dtype, last, threads=n_cores()) for dtype in formats(device.name) for last in (False, True)]


def trained_formats(device: TorchDevice) -> list[Variant]:
    """The number formats, and the memory order, in which the CNN is trained."""
    return [Variant(dtype, True, threads=n_cores()) for dtype in formats(device.name) if dtype in network.TRAINED_IN]


def torch(device: TorchDevice, *, not_on: str = "", **how: Any) -> list[Variant]:
    """One variant of torch on all cores, in float32 unless `how` says otherwise, on every device but `not_on`."""
    return [Variant(**how, threads=n_cores())] if device.name != not_on else []


def scikit_image(device: TorchDevice) -> list[Variant]:
    """scikit-image, image by image on one core."""
    return [Variant("float64", library="scikit-image")] if device.name == "cpu" else []


def numba(device: TorchDevice) -> list[Variant]:
    """Our compiled kernels, which run on the CPU only, on one core and on all cores."""
    counts = sorted({1, n_cores()}) if device.name == "cpu" else []
    return [Variant(threads=threads, library="numba") for threads in counts]


def numpy(device: TorchDevice) -> list[Variant]:
    """NumPy on all cores."""
    return [Variant(threads=n_cores(), library="numpy")] if device.name == "cpu" else []


def svm_solver(device: TorchDevice) -> list[Variant]:
    """The platform's fastest solver on all cores; on an NVIDIA GPU that of cuML, if it is installed."""
    library = {"cpu": solver()[1], "cuda": "cuml" if handcrafted.cuml_svc() else ""}.get(device.name)
    return [Variant(threads=n_cores(), library=library)] if library else []
