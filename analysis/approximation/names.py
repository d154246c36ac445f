"""The targets and the models by the names that people read."""

import numpy as np

TARGETS = {
    "waves": ("Waves (smooth, periodic)", "waves"),
    "growth": ("Growth (smooth, not periodic)", "smooth growth"),
    "kink": ("A kink: |x|", "a kink"),
    "zigzag": ("Zigzag (kinks at uneven distances)", "a zigzag"),
    "steps": ("Steps (two jumps)", "steps"),
    "sawtooth": ("Sawtooth", "a sawtooth"),
    "bump": ("A narrow bump (unknown scale)", "a narrow bump"),
    "image": ("An image: brightness at x and y", "an image"),
    "drawn": ("Your own drawing", "your drawing"),
}
"""The label of each target, and what a sentence calls it."""

FAMILIES = {"network": "network", "polynomials": "polynomials", "fourier": "Fourier series"}
LAYERS = {1: "one layer", 2: "two layers", 3: "three layers"}

LEAST = 1e-6
"""Smaller errors are all written as less than this, because they are invisible and rounding decides them."""


def error(value: float) -> str:
    """An error with two figures and no power of ten."""
    if value < LEAST:
        return "less than 0.000001"
    return np.format_float_positional(float(f"{value:.2g}"), trim="-")


def label(target: str) -> str:
    """The label of a target."""
    return TARGETS[target][0]


def of_target(target: str) -> str:
    """What a sentence calls a target: its own name, unless it has an entry."""
    return TARGETS.get(target, (target, target))[1]
