"""The targets and the models by the names that people read."""

import numpy as np

TARGETS = {
    "waves": "Waves (smooth, periodic)",
    "growth": "Growth (smooth, not periodic)",
    "kink": "A kink: |x|",
    "zigzag": "Zigzag (kinks at uneven distances)",
    "steps": "Steps (two jumps)",
    "sawtooth": "Sawtooth",
    "bump": "A narrow bump (unknown scale)",
    "image": "An image: brightness at x and y",
    "drawn": "Your own drawing",
}
"""The labels of the targets."""

IN_SENTENCES = {
    "waves": "waves",
    "growth": "smooth growth",
    "kink": "a kink",
    "zigzag": "a zigzag",
    "steps": "steps",
    "sawtooth": "a sawtooth",
    "bump": "a narrow bump",
    "image": "an image",
    "drawn": "your drawing",
}
FAMILIES = {"network": "network", "polynomials": "polynomials", "fourier": "Fourier series"}
LAYERS = {1: "one layer", 2: "two layers", 3: "three layers"}

LEAST = 1e-6
"""Smaller errors are all written as less than this, because they are invisible and rounding decides them."""


def error(value: float) -> str:
    """An error with two figures and no power of ten."""
    if value < LEAST:
        return "less than 0.000001"
    return np.format_float_positional(float(f"{value:.2g}"), trim="-")


def of_target(name: str) -> str:
    """What a sentence calls the target."""
    return IN_SENTENCES.get(name, name)
