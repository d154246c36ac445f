"""How the time of a training grows with its images, epochs and width, which is not the same on every device.

On a CPU, time grows with the number of images. On a GPU, a step on few images takes about as long as one on many.
Importing this loads no torch, because the web process knows the race.
"""

from dataclasses import dataclass
from functools import cache

SMALL, LARGE = 16, 64
"""Images of the smallest and of the largest batch of the recipes `quick` and `thorough`."""
NARROW, WIDE = 16, 24
"""The widths of these recipes."""
MOST_OVERHEAD = 1e4
"""The largest overhead of a step, in images: it would be infinite where two measured times are equal by chance."""


def batch_size_for(n_train: int) -> int:
    """The images of one step of the recipes `quick` and `thorough`: small sets get smaller batches."""
    return max(SMALL, min(LARGE, n_train // 32))


@dataclass(frozen=True)
class Pace:
    """Cost of training on a device, counted in images.

    Each step costs as much as `overhead_per_step` extra images; a wide network multiplies the whole cost by
    `wide_factor`.
    """

    overhead_per_step: float
    wide_factor: float

    def work(self, n_train: int, epochs: int, width: int = NARROW) -> float:
        """Cost of a training: images times epochs, with the overhead of all steps, for a network of this width."""
        images = n_train * (1 + self.overhead_per_step / batch_size_for(n_train))
        return images * epochs * (self.wide_factor if width > NARROW else 1)


PROCESSOR = Pace(0.0, 2.0)
"""Measured: a wide epoch takes 1.8 times as long on digits, 2.0 times on CIFAR-10, whatever the batch."""


@cache
def pace_on(device: str) -> Pace:
    """The pace on a device; on an accelerator it is measured, from a few steps, once per process."""
    from models.network.cnn import resolved_device
    from models.network.precision import float32_as, step_seconds

    device = resolved_device(device)
    if device == "cpu":
        return PROCESSOR
    with float32_as("ieee"):  # the format of the CNN on every accelerator
        sizes = ((SMALL, NARROW), (LARGE, NARROW), (LARGE, WIDE))
        small, large, wide = (step_seconds(device, batch, width) for batch, width in sizes)
    # both in seconds
    per_image = max(large - small, 0.0) / (LARGE - SMALL)
    per_step = max(large - LARGE * per_image, 0.0)
    overhead_per_step = min(MOST_OVERHEAD, per_step / per_image) if per_image else MOST_OVERHEAD
    return Pace(overhead_per_step, max(1.0, wide / large))
