"""What is timed, and in which variants: a new operation is one function, which makes the work of a size, and one line.

A variant is how a device computes an operation; each function from a device gives some, or none.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from models.handcrafted.kernel_svc import solver
from timing.device import FORMATS, TorchDevice, formats, n_cores
from timing.operations import arithmetic, handcrafted, network
from timing.rows.row import Variant
from timing.stopwatch import Work


def all_formats(
    device: TorchDevice, orders: tuple[bool, ...] = (False,), known: Collection[str] = FORMATS
) -> list[Variant]:
    """Every known number format of the device, in these memory orders: whether channels come last."""
    dtypes = [dtype for dtype in formats(device.name) if dtype in known]
    return [Variant(dtype, last, threads=n_cores()) for dtype in dtypes for last in orders]


def on_torch(device: TorchDevice, *, not_on: str = "", **how: Any) -> list[Variant]:
    """One variant of torch on all cores, in float32 unless `how` says otherwise, on every device but `not_on`."""
    return [Variant(**how, threads=n_cores())] if device.name != not_on else []


def on_scikit_image(device: TorchDevice) -> list[Variant]:
    """scikit-image, image by image on one core."""
    return [Variant("float64", library="scikit-image")] if device.name == "cpu" else []


def on_numba(device: TorchDevice) -> list[Variant]:
    """Our compiled kernels, which run on the CPU only, on one core and on all cores."""
    counts = sorted({1, n_cores()}) if device.name == "cpu" else []
    return [Variant(threads=threads, library="numba") for threads in counts]


def on_numpy(device: TorchDevice) -> list[Variant]:
    """NumPy on all cores."""
    return [Variant(threads=n_cores(), library="numpy")] if device.name == "cpu" else []


def svm_solver(device: TorchDevice) -> list[Variant]:
    """The platform's fastest solver on all cores; on an NVIDIA GPU that of cuML, if it is installed."""
    library = {"cpu": solver()[1], "cuda": "cuml" if handcrafted.cuml_svc() else ""}.get(device.name)
    return [Variant(threads=n_cores(), library=library)] if library else []


@dataclass(frozen=True)
class TimedOperation:
    """Something to time at growing sizes; each of `variants` gives the variants for a device, which may be none."""

    name: str
    make: Callable[[int, Variant, TorchDevice], Work]
    sizes: tuple[int, ...]
    variants: tuple[Callable[[TorchDevice], list[Variant]], ...]
    most_on_cpu: int = 2**62

    def sizes_on(self, device: TorchDevice) -> list[int]:
        """The sizes, smallest first; the largest are for accelerators only."""
        return [size for size in self.sizes if device.name != "cpu" or size <= self.most_on_cpu]

    def variants_on(self, device: TorchDevice) -> list[Variant]:
        """The variants of this device."""
        return [variant for of_device in self.variants for variant in of_device(device)]


POWERS = tuple(2**power for power in range(4, 14))
BATCHES = (1, 4, 16, 64, 256, 1024)
SIDES = (8, 16, 32, 64, 128, 256)
IMAGES = (10, 100, 1000, 10_000)
TRAINED_ON = (250, 500, 1000, 2000, 3500)
BYTES = tuple(2**power for power in range(12, 29, 4))

ALL_FORMATS, ORDERS = (all_formats,), (partial(all_formats, orders=(False, True)),)
TRAINED = (partial(all_formats, orders=(True,), known=network.TRAINED_IN),)  # as the learner does it
COPIED = (partial(on_torch, dtype="uint8"),)
BETWEEN = (partial(on_torch, dtype="uint8", not_on="cpu"),)  # on devices with a memory of their own
COMPILED = (partial(on_torch, compiled=True),)  # whether there is a compiler shows when it is used
EMBEDDED = (partial(on_torch, channels_last=True),)  # as the learner does it, whatever the device is best at
WITH_FLOAT64 = partial(on_torch, not_on="mps")  # which some comparisons need: Apple's GPU has none
THREE_WAYS = (on_scikit_image, on_numba, on_torch)
THREE_WAYS_64 = (on_scikit_image, on_numba, WITH_FLOAT64)

OPERATIONS = (
    TimedOperation("copy", arithmetic.copy, BYTES, COPIED),
    TimedOperation("transfer", arithmetic.transfer, BYTES, BETWEEN),
    TimedOperation("transfer_back", arithmetic.transfer_back, BYTES, BETWEEN),
    TimedOperation("matrix_product", arithmetic.matrix_product, POWERS, ALL_FORMATS, most_on_cpu=2**11),
    TimedOperation("convolution", arithmetic.convolution, BATCHES, ORDERS, most_on_cpu=256),
    TimedOperation("convolution_by_side", arithmetic.convolution_by_side, SIDES, ORDERS, most_on_cpu=128),
    TimedOperation("forward", network.forward, BATCHES, ORDERS),
    TimedOperation("forward", network.forward, (64, 1024), COMPILED),
    TimedOperation("training_step", network.training_step, BATCHES[1:], ORDERS, most_on_cpu=256),
    TimedOperation("training_step", network.training_step, (64,), COMPILED),
    TimedOperation("training", network.training, (100, 300, 1000, 3500), TRAINED, 1000),
    TimedOperation("colour_histogram", partial(handcrafted.features, "colour_histogram"), IMAGES, THREE_WAYS, 1000),
    TimedOperation("hog", partial(handcrafted.features, "hog"), IMAGES, THREE_WAYS, 1000),
    TimedOperation("binary_patterns", partial(handcrafted.features, "binary_patterns"), IMAGES, THREE_WAYS_64, 1000),
    TimedOperation("all_features", handcrafted.all_features, IMAGES, (on_numba,), 1000),
    TimedOperation("pretrained_features", network.pretrained_features, BATCHES, EMBEDDED, most_on_cpu=64),
    TimedOperation("svm_fit", handcrafted.svm_fit, TRAINED_ON, (svm_solver,)),
    TimedOperation("svm_predict", handcrafted.svm_predict, TRAINED_ON, (on_numpy, WITH_FLOAT64)),
)


def chosen(names: list[str]) -> list[TimedOperation]:
    """The operations of these names, or all; ValueError, one sentence, for an unknown name."""
    known = dict.fromkeys(operation.name for operation in OPERATIONS)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"There is no operation named {unknown[0]!r}; there are {', '.join(known)}.")
    return [operation for operation in OPERATIONS if not names or operation.name in names]
