"""What one linear probe gets right (Probe), and the files of such rows that are shipped."""

import base64
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from settings import ROOT
from timing.rows.row import Row

RECORDED = ROOT / "recorded" / "layers"
"""Rows that were measured elsewhere and are shipped."""

Input = Literal["layer", "handcrafted", "pixels", "cnn"]
"""What the linear classifier sees: a layer, handcrafted features, raw pixels; `cnn` is the CNN's own prediction."""


@dataclass(frozen=True)
class Probe(Row):
    """The accuracy of a linear classifier on the test images, and of `cnn` the CNN's own without any probe.

    Features and pixels depend on no CNN, so their recipe is empty. `layer` counts from 1, `field` is the side of what
    one place of the layer sees, in pixels, `same_class` how many of the nine images that excite a unit most are of one
    class, mean over units; all are 0 for what is no layer.
    """

    PROTOCOL = 1

    dataset: str
    data_version: str
    recipe: str
    n_train: int
    seed: int
    holds: Input
    layer: int
    field: int
    n_columns: int
    n_probe: int  # training images of the probe, the first of those of the CNN
    strength: float  # C, chosen on training images
    same_class: float
    accuracy: float
    n_test: int
    correct: str  # base64 of np.packbits over the test set, in its fixed order
    device: str
    machine: str
    versions: dict[str, str]
    commit: str
    measured_at: str  # ISO 8601, UTC


def packed(right: NDArray[np.bool_]) -> str:
    """The right and wrong answers as a row holds them."""
    return base64.b64encode(np.packbits(right).tobytes()).decode()
