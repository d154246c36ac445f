"""In which ways a device does an operation: each is a function from the device to its ways, maybe none."""

from models.handcrafted.kernel_svc import solver
from timing.device import TorchDevice, formats, n_cores
from timing.operations import by_cuml, network
from timing.rows.row import Way


def each_format(device: TorchDevice) -> list[Way]:
    """Every number format that the device has."""
    return [Way(dtype, threads=n_cores()) for dtype in formats(device.name)]


def each_order(device: TorchDevice) -> list[Way]:
    """Every number format, in either memory order."""
    return [Way(dtype, last, threads=n_cores()) for dtype in formats(device.name) for last in (False, True)]


def compiled(device: TorchDevice) -> list[Way]:  # noqa: ARG001 - whether the compiler can is seen when it tries
    """Compiled for the shape, in float32 and in torch's usual memory order."""
    return [Way(compiled=True, threads=n_cores())]


def plainly(device: TorchDevice) -> list[Way]:  # noqa: ARG001
    """One way on every device."""
    return [Way("uint8", threads=n_cores())]


def between_memories(device: TorchDevice) -> list[Way]:
    """One way, where there are two memories."""
    return plainly(device) if device.name != "cpu" else []


def by_kernels(device: TorchDevice) -> list[Way]:
    """Our kernels on one core and on all; they are the processor's."""
    counts = sorted({1, n_cores()}) if device.name == "cpu" else []
    return [Way(threads=threads, library="numba") for threads in counts]


def by_torch(device: TorchDevice) -> list[Way]:  # noqa: ARG001
    """The whole batch at once in torch."""
    return [Way(threads=n_cores())]


def by_exact_torch(device: TorchDevice) -> list[Way]:
    """The same where the device has the float64 that some comparisons need: Apple's GPU has not."""
    return by_torch(device) if device.name != "mps" else []


def by_loop_kernels_and_torch(device: TorchDevice) -> list[Way]:
    """scikit-image, image by image on one core, beside our kernels and torch."""
    return [*by_loop_and_kernels(device), *by_torch(device)]


def by_loop_kernels_and_exact_torch(device: TorchDevice) -> list[Way]:
    """The same, with float64 in torch."""
    return [*by_loop_and_kernels(device), *by_exact_torch(device)]


def by_loop_and_kernels(device: TorchDevice) -> list[Way]:
    """scikit-image, image by image on one core, beside our kernels."""
    loop = [Way("float64", library="scikit-image")] if device.name == "cpu" else []
    return [*loop, *by_kernels(device)]


def by_solver(device: TorchDevice) -> list[Way]:
    """The fastest solver of this platform, on all cores; on an NVIDIA GPU cuML's, where it is installed."""
    there = {"cpu": solver()[1], "cuda": "cuml" if by_cuml.svc() else ""}.get(device.name)
    return [Way(threads=n_cores(), library=there)] if there else []


def by_products(device: TorchDevice) -> list[Way]:
    """Matrix products on all cores, NumPy's and torch's."""
    own = [Way(threads=n_cores(), library="numpy")] if device.name == "cpu" else []
    return [*own, *by_exact_torch(device)]


def by_recipe(device: TorchDevice) -> list[Way]:
    """The number formats and the memory order in which the network is trained."""
    return [Way(dtype, True, threads=n_cores()) for dtype in formats(device.name) if dtype in network.TRAINED_IN]
