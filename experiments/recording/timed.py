"""Steps that time operations: a group at a time, the GPU's before the processor's, with which it is compared."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import partial

import numpy as np

from experiments.recording.files import Files
from experiments.recording.steps import Step, Tell
from features import union
from timing.device import TorchDevice
from timing.measure import timings
from timing.operations.register import OPERATIONS, TimedOperation
from timing.provenance import provenance
from timing.rows.row import Timing, Variant
from timing.stopwatch import SECONDS

SHARE = 0.04
"""For each minute of the recording a row repeats its work for this many seconds."""
SHORTEST = 0.2
"""Seconds that a row takes at least, however short its work is: it has twenty turns."""
WARM_UP, COMPILATION = 0.15, 15.0
"""Seconds of a row's first calls, and of compiling it, until a group was measured here."""
KERNELS = 30.0
"""Seconds in which Numba compiles the features' kernels."""
PATIENCE = 3.0
"""A group of slow rows may take this many times the seconds of its repetitions; then each row still has three turns."""


@dataclass(frozen=True)
class Group:
    """Operations that are recorded together: a kill loses the rows of one group at most."""

    title: str
    operations: tuple[str, ...]
    compiled: bool = False
    by_kernels: bool = False


FEATURES = ("colour_histogram", "hog", "binary_patterns", "svm_predict")
FIRST = (
    Group("copies and matrix products", ("copy", "transfer", "transfer_back", "matrix_product")),
    Group("convolution", ("convolution",)),
    Group("training steps", ("training_step",)),
    Group("forward passes", ("forward",)),
    Group("whole trainings", ("training",)),
    Group("compiled forward passes and training steps", ("forward", "training_step"), compiled=True),
    Group("handcrafted features and SVM prediction", FEATURES, by_kernels=True),
)
"""What is recorded first, most valuable first."""
LAST = (
    Group("convolution of larger maps", ("convolution_by_side",)),
    Group("all features and the SVM's fit", ("all_features", "svm_fit")),
    Group("pretrained features", ("pretrained_features",)),
)
"""What is recorded after the trainings."""


@dataclass(frozen=True)
class Recorder:
    """Times groups of operations on one device for this many minutes in all, and adds their rows to the files."""

    files: Files
    device: TorchDevice
    minutes: float
    complain: Tell

    @property
    def seconds(self) -> float:
        """For how long a row repeats its work."""
        return min(SECONDS, SHARE * self.minutes)

    def step(self, group: Group) -> Step | None:
        """The step of the group on this device; None if there is nothing to record, or all is recorded."""
        missing = self._missing(group)
        n_rows = sum(len(one.variants_on(self.device)) * len(one.sizes_on(self.device)) for one in missing)
        if not n_rows:
            return None
        repeating = max(self.seconds, SHORTEST)
        kind = f"{'compiling' if group.compiled else 'timing'} on {self.device.name}"
        guess = repeating + (COMPILATION if group.compiled else WARM_UP)
        do = partial(self._record, missing, PATIENCE * n_rows * repeating)
        return Step(f"{group.title} on {self.device.name}", kind, n_rows, guess, do)

    def _record(self, operations: list[TimedOperation], most_seconds: float, left: float) -> int:
        """Add the rows of the operations to the files, all at once."""
        where = provenance(self.device.name)
        rows = list(timings(self.device, operations, where, self.seconds, self.complain, min(most_seconds, left)))
        self.files.add_timings(rows)
        return len(rows)

    def _missing(self, group: Group) -> list[TimedOperation]:
        """The group's operations, each with the variants of which no row is recorded."""
        recorded = {(row.operation, row.device, variant_of(row)) for row in self.files.timed()}

        def unrecorded(operation: TimedOperation) -> TimedOperation:
            variants = [one for one in operation.variants_on(self.device) if one.compiled is group.compiled]
            rest = [one for one in variants if (operation.name, self.device.name, one) not in recorded]
            return replace(operation, variants=(lambda _device: rest,))

        return [unrecorded(one) for one in OPERATIONS if one.name in group.operations]


def variant_of(row: Timing) -> Variant:
    """How the row's operation was computed."""
    return Variant(**{one.name: getattr(row, one.name) for one in fields(Variant)})


def steps(recorders: list[Recorder], groups: tuple[Group, ...]) -> Iterator[Step]:
    """The steps of the groups in their order, each on every device; before features their kernels are compiled."""
    for group in groups:
        found = [step for one in recorders if (step := one.step(group))]
        if found and group.by_kernels:
            yield Step("compiling the features' kernels", "kernels", 1, KERNELS, compile_kernels)
        yield from found


def compile_kernels(left: float) -> int:  # noqa: ARG001 - Numba is not interrupted
    """Transform two images, and record nothing; after the first time on a machine it takes no seconds."""
    union().fit_transform(np.zeros((2, 32, 32, 3), np.uint8))
    return 0
