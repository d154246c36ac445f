"""How the seconds of a training grow with its images, passes and width, which is not the same on every device.

A processor takes as long as it has images to compute. A GPU takes about as long for a step on few images as on many.
Importing this loads no torch, because the web process knows the race.
"""

from dataclasses import dataclass
from functools import cache

SMALL, LARGE = 16, 64
"""Images of the smallest and of the largest batch of the recipes `quick` and `thorough`."""
NARROW, WIDE = 16, 24
"""The widths of these recipes."""
MOST = 1e4
"""Images that a step may seem to cost beside its own: two measured times may be equal by chance."""


def batch_size_for(n_train: int) -> int:
    """The images of one step of the recipes `quick` and `thorough`: small sets get smaller batches."""
    return max(SMALL, min(LARGE, n_train // 32))


@dataclass(frozen=True)
class Pace:
    """What a training costs on a device, beside its images: `per_step` images more a step, `wide` times if wide."""

    per_step: float
    wide: float

    def work(self, n_train: int, epochs: int, width: int = NARROW) -> float:
        """Images times passes that a narrow CNN in one large step would need in the same time."""
        images = n_train * (1 + self.per_step / batch_size_for(n_train))
        return images * epochs * (self.wide if width > NARROW else 1)


PROCESSOR = Pace(0.0, 2.0)
"""Measured: a wide pass takes 1.8 times as long on digits, 2.0 times on CIFAR-10, whatever the batch."""


@cache
def pace_on(device: str) -> Pace:
    """The pace on a device; on an accelerator it is measured, from a few steps, once a process."""
    from models.network.cnn import resolved_device, resolved_dtype
    from models.network.precision import float32_as, step_seconds

    device = resolved_device(device)
    if device == "cpu":
        return PROCESSOR
    dtype = resolved_dtype("auto", device)
    with float32_as("ieee"):
        sizes = ((SMALL, NARROW), (LARGE, NARROW), (LARGE, WIDE))
        small, large, wide = (step_seconds(device, dtype, batch=batch, width=width) for batch, width in sizes)
    each = max(large - small, 0.0) / (LARGE - SMALL)
    beside = max(large - LARGE * each, 0.0)
    per_step = min(MOST, beside / each) if each else MOST
    return Pace(per_step, max(1.0, wide / large))
