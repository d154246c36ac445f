"""What is timed: a new operation is one function, which makes the work of a size, and one line here."""

from collections.abc import Callable
from dataclasses import dataclass

from timing.device import TorchDevice
from timing.operations import arithmetic, handcrafted, network
from timing.operations.ways import (
    between_memories,
    by_kernels,
    by_loop_kernels_and_exact_torch,
    by_loop_kernels_and_torch,
    by_products,
    by_recipe,
    by_solver,
    compiled,
    each_format,
    each_order,
    plainly,
)
from timing.rows.row import Way
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


EACH_POWER = tuple(2**power for power in range(4, 14))
BATCHES = (1, 4, 16, 64, 256, 1024)
SIDES = (8, 16, 32, 64, 128, 256)
IMAGES = (10, 100, 1000, 10_000)
TRAINED_ON = (250, 500, 1000, 2000, 3500)
BYTES = tuple(2**power for power in range(12, 29, 4))

OPERATIONS = (
    Operation("copy", arithmetic.copy, BYTES, plainly),
    Operation("transfer", arithmetic.transfer, BYTES, between_memories),
    Operation("transfer_back", arithmetic.transfer_back, BYTES, between_memories),
    Operation("matrix_product", arithmetic.matrix_product, EACH_POWER, each_format, most_on_cpu=2**11),
    Operation("convolution", arithmetic.convolution, BATCHES, each_order, most_on_cpu=256),
    Operation("convolution_by_side", arithmetic.convolution_by_side, SIDES, each_order, most_on_cpu=128),
    Operation("forward", network.forward, BATCHES, each_order),
    Operation("forward", network.forward, (64, 1024), compiled),
    Operation("training_step", network.training_step, BATCHES[1:], each_order, most_on_cpu=256),
    Operation("training_step", network.training_step, (64,), compiled),
    Operation("training", network.training, (100, 300, 1000, 3500), by_recipe, most_on_cpu=1000),
    Operation("colour_histogram", handcrafted.colour_histogram, IMAGES, by_loop_kernels_and_torch, 1000),
    Operation("hog", handcrafted.hog, IMAGES, by_loop_kernels_and_torch, 1000),
    Operation("binary_patterns", handcrafted.binary_patterns, IMAGES, by_loop_kernels_and_exact_torch, 1000),
    Operation("all_features", handcrafted.all_features, IMAGES, by_kernels, 1000),
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
