"""What the units of a layer respond to: one direction of strokes and edges, one class, or neither."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.common.wording import number
from analysis.features.layers import ORDINALS

CHANCE = 0.05
"""A unit's patches agree if at most this share of groups, drawn at random from the layer's patches, agree more."""
N_DRAWS = 2_000


@dataclass(frozen=True)
class Responses:
    """Of `n` units, how many have patches of one direction, how many of one class, how many of neither."""

    n: int
    n_direction: int
    n_class: int
    n_neither: int


def responses(patches: NDArray[np.uint8], labels: NDArray[np.int64]) -> Responses:
    """What each unit's patches agree in: `patches` (units, n, height, width, channels), their classes (units, n)."""
    turns = directions(patches)
    most = np.array([np.bincount(one).max() for one in labels])
    random = np.random.default_rng(0)
    n, size = labels.shape
    drawn = [random.choice(n * size, size, replace=False) for _ in range(N_DRAWS)]
    chance_turn = np.quantile([abs(turns.ravel()[one].mean()) for one in drawn], 1 - CHANCE)
    chance_most = np.quantile([np.bincount(labels.ravel()[one]).max() for one in drawn], 1 - CHANCE)
    in_direction, in_class = abs(turns.mean(1)) > chance_turn, most > chance_most
    return Responses(n, int(in_direction.sum()), int(in_class.sum()), int((~in_direction & ~in_class).sum()))


def directions(patches: NDArray[np.uint8]) -> NDArray[np.complex128]:
    """The direction in which each patch runs, as a complex number of twice its angle, so that opposite ways are equal.

    Its size is 1 where everything in the patch runs in one direction, and 0 where nothing does.
    """
    down, right = np.gradient(patches.astype(np.float64).mean(-1), axis=(-2, -1))
    turned, strength = ((right + 1j * down) ** 2).sum((-2, -1)), (right**2 + down**2).sum((-2, -1))
    return np.divide(turned, strength, out=np.zeros_like(turned), where=strength > 0)


def responses_in_words(found: Responses, layer: int) -> str:
    """What the units of this layer respond to, in words, beside what chance would do."""
    by_chance = max(1, round(CHANCE * found.n))
    both = found.n_direction + found.n_class + found.n_neither - found.n
    in_both = f" ({number(both)} in both)" if both else ""
    return (
        f"The {ORDINALS[layer]} layer's units {_mostly(found)}: of {number(found.n)} units shown, more patches run "
        f"in one direction than chance explains in {number(found.n_direction)}, more are of one class in "
        f"{number(found.n_class)}{in_both}, and neither in {number(found.n_neither)}. By chance about "
        f"{number(by_chance)} would do so in each respect. Other forms, such as arcs and corners, are not counted."
    )


def _mostly(found: Responses) -> str:
    """What more than half of the units agree in, as a verb."""
    direction, same_class = 2 * found.n_direction > found.n, 2 * found.n_class > found.n
    if direction and same_class:
        return "respond to lines of one direction and to classes"
    if direction:
        return "respond mostly to lines of one direction"
    if same_class:
        return "respond mostly to one class"
    return "differ in what they respond to, or respond to other forms"
