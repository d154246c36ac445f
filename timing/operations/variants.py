"""The variants in which a device computes an operation: functions from a device to its variants, maybe none."""

from models.handcrafted.kernel_svc import solver
from timing.device import TorchDevice, formats, n_cores
from timing.operations import by_cuml, network
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


def embedding(device: TorchDevice) -> list[Variant]:  # noqa: ARG001
    """As the pretrained learner does it: in float32 with channels last, whatever the device is best at."""
    return [Variant(channels_last=True, threads=n_cores())]


def compiled(device: TorchDevice) -> list[Variant]:  # noqa: ARG001 - whether there is a compiler shows when it is used
    """Compiled for the shape, in float32 and in torch's usual memory order."""
    return [Variant(compiled=True, threads=n_cores())]


def as_bytes(device: TorchDevice) -> list[Variant]:  # noqa: ARG001
    """Bytes, on every device."""
    return [Variant("uint8", threads=n_cores())]


def as_bytes_between_memories(device: TorchDevice) -> list[Variant]:
    """Bytes, on devices with a memory of their own."""
    return as_bytes(device) if device.name != "cpu" else []


def torch(device: TorchDevice) -> list[Variant]:  # noqa: ARG001
    """The whole batch at once in torch."""
    return [Variant(threads=n_cores())]


def torch_with_float64(device: TorchDevice) -> list[Variant]:
    """The same where the device has float64, as some comparisons need it: Apple's GPU has not."""
    return torch(device) if device.name != "mps" else []


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
    library = {"cpu": solver()[1], "cuda": "cuml" if by_cuml.svc() else ""}.get(device.name)
    return [Variant(threads=n_cores(), library=library)] if library else []
