"""Logarithmic axes with ticks at 1, 2, 5, and numbers written the way people read them."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

Steps = tuple[float, ...]

ONE_TWO_FIVE: tuple[Steps, ...] = ((1, 2, 5), (1, 5), (1,))
FINER: tuple[Steps, ...] = ((1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 5, 7), *ONE_TWO_FIVE)
"""For an axis that may show less than one power of ten."""


def ticks(low: float, high: float, steps: Steps = (1, 2, 5)) -> list[float]:
    """Every 1, 2 and 5 (times a power of ten) from low to high."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    values = [step * 10.0**power for power in powers for step in steps]
    return [value for value in values if low * 0.999 <= value <= high * 1.001]


def log_axis(
    low: float,
    high: float,
    write: Callable[[float], str],
    *,
    most_ticks: int = 9,
    choices: tuple[Steps, ...] = ONE_TWO_FIVE,
    also: float | None = None,
) -> dict[str, Any]:
    """Settings of a logarithmic axis from low to high with at most so many ticks, each written by `write`.

    `also` is a value that has a tick in any case; a round one that is too near gives way to it.
    """
    found = [ticks(low, high, steps) for steps in choices]
    chosen = next((values for values in found if len(values) <= most_ticks), found[-1])
    if also is not None:
        room = math.log(high / low) / most_ticks / 2
        chosen = sorted([also, *(value for value in chosen if abs(math.log(value / also)) > room)])
    return {
        "type": "log",
        "range": [math.log10(low), math.log10(high)],
        "tickvals": chosen,
        "ticktext": [write(value) for value in chosen],
    }


def count(value: float) -> str:
    """A number of images with thousands separated."""
    return f"{value:,.0f}"


def about(value: float) -> str:
    """A number of images to two figures, which is more than a crossing is ever known to."""
    return count(float(f"{value:.2g}"))


def percent(share: float, half_width: float) -> str:
    """A share as a percentage with the decimals that its interval supports."""
    points = 100 * half_width
    decimals = 0 if points >= 2 else 1 if points >= 0.1 else 2
    return f"{100 * share:.{decimals}f} %"


def seconds(value: float) -> str:
    """A duration in the unit that people would use."""
    if value < 1:
        return f"{float(f'{value * 1000:.2g}'):g} ms"
    if value < 60:
        return f"{value:.2g} s"
    return f"{value / 60:.2g} min" if value < 3600 else f"{value / 3600:,.{1 if value % 3600 else 0}f} h"


def padded(low: float, high: float, share: float = 0.06) -> tuple[float, float]:
    """The range widened by this share of its logarithmic length on both sides."""
    room = max(share * math.log(high / low), 0.05)
    return float(low * np.exp(-room)), float(high * np.exp(room))
