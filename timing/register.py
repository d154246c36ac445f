"""What is timed: a new operation is one function, which makes the work of a size, and one line here."""

from collections.abc import Callable
from dataclasses import dataclass

from models.kernel_svc import solver
from timing import arithmetic, handcrafted, learned
from timing.device import TorchDevice, formats, n_cores
from timing.row import Way
from timing.stopwatch import Work

Ways = Callable[[TorchDevice], list[Way]]


@dataclass(frozen=True)
class Operation:
    """Something to time at growing sizes, in each of the ways that a device has for it; none, and it is left out."""

    name: str
    make: Callable[[int, Way, TorchDevice], Work]
    sizes: tuple[int, ...]
    ways: Ways
    most_on_cpu: int = 2**62

    def sizes_on(self, device: TorchDevice) -> list[int]:
        """The sizes, smallest first; the largest are for accelerators only."""
        return [size for size in self.sizes if device.name != "cpu" or size <= self.most_on_cpu]


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


def by_loop_and_kernels(device: TorchDevice) -> list[Way]:
    """scikit-image, picture by picture on one core, beside our kernels."""
    loop = [Way("float64", library="scikit-image")] if device.name == "cpu" else []
    return [*loop, *by_kernels(device)]


def by_solver(device: TorchDevice) -> list[Way]:
    """The fastest solver of this platform, on all cores."""
    return [Way(threads=n_cores(), library=solver()[1])] if device.name == "cpu" else []


def by_products(device: TorchDevice) -> list[Way]:
    """NumPy's matrix products on all cores."""
    return [Way(threads=n_cores(), library="numpy")] if device.name == "cpu" else []


EACH_POWER = tuple(2**power for power in range(4, 14))
BATCHES = (1, 4, 16, 64, 256, 1024)
PICTURES = (10, 100, 1000)
TRAINED_ON = (250, 500, 1000, 2000, 3500)
BYTES = tuple(2**power for power in range(12, 29, 4))

OPERATIONS = (
    Operation("copy", arithmetic.copy, BYTES, plainly),
    Operation("transfer", arithmetic.transfer, BYTES, between_memories),
    Operation("transfer_back", arithmetic.transfer_back, BYTES, between_memories),
    Operation("matrix_product", arithmetic.matrix_product, EACH_POWER, each_format, most_on_cpu=2**11),
    Operation("convolution", arithmetic.convolution, BATCHES, each_order, most_on_cpu=256),
    Operation("forward", learned.forward, BATCHES, each_order),
    Operation("forward", learned.forward, (64, 1024), compiled),
    Operation("training_step", learned.training_step, BATCHES[1:], each_order, most_on_cpu=256),
    Operation("training_step", learned.training_step, (64,), compiled),
    Operation("colour_histogram", handcrafted.colour_histogram, PICTURES, by_loop_and_kernels),
    Operation("hog", handcrafted.hog, PICTURES, by_loop_and_kernels),
    Operation("binary_patterns", handcrafted.binary_patterns, PICTURES, by_loop_and_kernels),
    Operation("all_features", handcrafted.all_features, PICTURES, by_kernels),
    Operation("svm_fit", handcrafted.svm_fit, TRAINED_ON, by_solver),
    Operation("svm_predict", handcrafted.svm_predict, TRAINED_ON, by_products),
)


def chosen(names: list[str]) -> list[Operation]:
    """The operations of these names, or all; ValueError, one sentence, for a name that there is not."""
    known = dict.fromkeys(operation.name for operation in OPERATIONS)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"There is no operation named {unknown[0]!r}; there are {', '.join(known)}.")
    return [operation for operation in OPERATIONS if not names or operation.name in names]
