"""Rows that a fake GPU and the fake CPU beside it measured: simulated seconds through the real stopwatch."""

from functools import cache, partial

import numpy as np

from tests.timing.fake import FakeDevice
from timing.measure import timings
from timing.operations.register import TimedOperation
from timing.provenance import Provenance
from timing.rows.row import Timing, Variant
from timing.stopwatch import Work

CPU = "AMD EPYC, 8 cores"
H200, A100 = (f"{name}, {CPU}" for name in ("NVIDIA H200", "NVIDIA A100-SXM4-40GB"))

POWERS = tuple(2**power for power in range(6, 12))
SIZES = {
    "copy": (2**12, 2**20, 2**28),
    "matrix_product": POWERS,
    "convolution": (1, 4, 16, 64, 256),
    "forward": (1, 16, 64, 256, 1024),
    "training_step": (4, 16, 64, 256),
}
FLOP = {"convolution": 4e7, "forward": 1e8, "training_step": 3e8}
"""The operations of one image; a matrix product has 2 n³."""
EFFICIENCY = {"convolution": 1.15, "forward": 0.8, "training_step": 0.6}
"""The share of the rate of matrix products: a library may be better at convolutions, as oneDNN is."""
N_BYTES = 12_288
"""The bytes of one image in float32."""


class Simulated(FakeDevice):
    """A device with a rate, a bandwidth and a cost of starting anything; a GPU also copies to and fro.

    The time of each call varies by a few percent, always in the same way.
    """

    def __init__(self, name, machine, start, flop_per_second, bytes_per_second, copied_per_second=None):
        super().__init__()
        self.name, self.provenance = name, Provenance(machine, {"torch": "2.15.0"}, "abc")
        self.start, self.flop_per_second, self.bytes_per_second = start, flop_per_second, bytes_per_second
        self.copied_per_second = copied_per_second
        self.random = np.random.default_rng(0)

    def give(self, seconds):
        """Queue the work without noting it: millions of calls are made."""
        self.queued += seconds * self.random.uniform(0.98, 1.02)

    def synchronize(self):
        """Do all that is queued."""
        self.time, self.queued = self.time + self.queued, 0.0

    def now(self):
        """The clock."""
        return self.time

    def part(self, flop, n_bytes, per_second):
        """Work that takes as long as its operations or its bytes do, whichever takes longer."""
        return self.work(self.start + max(flop / self.flop_per_second, n_bytes / per_second))


def make(operation, n, variant, device):
    """The work of an operation of this size: on a GPU with its copies, to it and back."""
    flop = None if operation == "copy" else 2 * n**3 if operation == "matrix_product" else n * FLOP[operation]
    n_bytes = 2 * n if operation == "copy" else 12 * n**2 if operation == "matrix_product" else n * N_BYTES
    compute = device.part((flop or 0) / EFFICIENCY.get(operation, 1.0), n_bytes, device.bytes_per_second)
    if operation == "copy" or not device.copied_per_second:
        return Work(compute, flop=flop, n_bytes=n_bytes)
    there, back = (2, 1) if operation == "matrix_product" else (1, 0)
    copies = [device.part(0, share * n_bytes / 3, device.copied_per_second) for share in (there, back)]
    return Work(compute, None, *copies, flop=flop, n_bytes=n_bytes)


def measured_by(device) -> list[Timing]:
    """What the real measurement gives for every operation on this device."""
    kind = "uint8", "float32"
    operations = [
        TimedOperation(name, partial(make, name), sizes, (lambda _, name=name: [Variant(kind[name != "copy"])],))
        for name, sizes in SIZES.items()
    ]
    return [*timings(device, operations, device.provenance, seconds=0.1)]


@cache
def fake_cpu() -> list[Timing]:
    """The CPU, which the machines of both GPUs have."""
    return measured_by(Simulated("cpu", CPU, 2e-5, 1e11, 2e10))


@cache
def fake_rows(machine: str = H200) -> list[Timing]:
    """A GPU, the H200 twice as fast as the A100, and the CPU beside it.

    Of the H200 at 1,024 rows: 2.1 billion operations take the CPU 21.5 ms at 100 billion a second, and the GPU 0.07 ms
    at 30 trillion. It copies 12.6 MB at 12 GB a second, in 1.05 ms, and each of its three parts takes 0.1 ms to start.
    So it is 21.5 / 1.42 = 15 times as fast, and 21.5 / 0.17 = 125 times without the copies.
    """
    faster = 2.0 if machine == H200 else 1.0
    return fake_cpu() + measured_by(Simulated("cuda", machine, 1e-4, 15e12 * faster, 1e12, 6e9 * faster))
