"""How much of the class each layer of a CNN holds, and what its units respond to."""

import base64
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.paired import Gap, PerImage, Sign, difference_draws, right_by
from analysis.common.summary import with_band
from analysis.common.wording import capitalised, listed, number, percents, signed

CONDITION = ["origin", "dataset", "data_version", "n_test", "recipe", "n_train"]
"""Rows that agree in all of these are of one kind of CNN; rows of features and pixels have an empty recipe."""

FIRST = 1
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth")
N_DRAWS = 2_000

CHANCE = 0.05
"""A unit's patches agree if at most this share of groups, drawn at random from the layer's patches, agree more."""


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """One kind of CNN: `held` has a row for each layer, features, pixels and the CNN; `steps` lead from layer to layer.

    `from_first` leads from the first layer to the last, `from_handcrafted` from handcrafted features to the last layer
    (None if there are none).
    """

    held: pd.DataFrame
    steps: list[Gap]
    from_first: Gap
    from_handcrafted: Gap | None

    @property
    def layers(self) -> pd.DataFrame:
        """The layers, the first one first."""
        return self.held[self.held["holds"] == "layer"]

    @property
    def n_train(self) -> int:
        """The number of images that the CNN was trained on."""
        return int(self.held["n_train"].iloc[0])

    def of(self, holds: str) -> pd.Series | None:
        """The row of features, pixels, or the CNN; None if it is missing."""
        rows = self.held[self.held["holds"] == holds]
        return None if rows.empty else rows.iloc[0]


def hierarchies(rows: pd.DataFrame) -> list[Hierarchy]:
    """Each kind of CNN among rows of probes that has at least two layers, in the order of its condition."""
    if rows.empty:
        return []
    latest = rows.sort_values("measured_at").drop_duplicates([*CONDITION, "holds", "layer", "seed"], keep="last")
    latest = latest.assign(correct=latest["correct"].map(base64.b64decode))
    fixed = latest[latest["recipe"] == ""]
    found = []
    for _, group in latest[latest["recipe"] != ""].groupby(CONDITION, sort=True):
        first = group.iloc[0]
        same = [name for name in CONDITION if name != "recipe"]
        beside = fixed[(fixed[same] == first[same]).all(axis=1)]
        if (group["holds"] == "layer").any() and group["layer"].max() > FIRST:
            found.append(_hierarchy(pd.concat([group, beside])))
    return found


def _hierarchy(rows: pd.DataFrame) -> Hierarchy:
    right = right_by(rows, zip(rows["holds"], rows["layer"], strict=True))
    layers = [right[key] for key in sorted(right) if key[0] == "layer"]
    handcrafted = next((by_seed for (holds, _), by_seed in right.items() if holds == "handcrafted"), None)
    pairs = [*((later, earlier) for earlier, later in pairwise(layers)), (layers[-1], layers[0])]
    gaps = _gaps([*pairs, (layers[-1], handcrafted)] if handcrafted else pairs)
    from_handcrafted = gaps.pop() if handcrafted else None
    *steps, in_all = gaps
    return Hierarchy(_held(rows), steps, in_all, from_handcrafted)


def _gaps(pairs: list[tuple[dict[int, PerImage], dict[int, PerImage]]]) -> list[Gap]:
    """Each pair's difference over the seeds that both have, paired by test image and seed."""
    random = np.random.default_rng(0)
    found = []
    for one, other in pairs:
        seeds = sorted(set(one) & set(other))
        pair = np.stack([one[seed] - other[seed] for seed in seeds])
        low, high = np.quantile(difference_draws([pair], N_DRAWS, random), (0.025, 0.975))
        value = float(pair.mean())
        found.append(Gap(min(float(low), value), value, max(float(high), value)))
    return found


def _held(rows: pd.DataFrame) -> pd.DataFrame:
    """Mean accuracy over seeds with its band, for each layer, features, pixels and the CNN."""
    groups = rows.groupby(["holds", "layer"], sort=True)
    same = [*CONDITION, "field", "n_columns", "n_probe", "machine", "device"]
    table = groups.agg(
        accuracy=("accuracy", "mean"),
        n_seeds=("seed", "nunique"),
        same_class=("same_class", "mean"),
        measured_first=("measured_at", "min"),
        measured_last=("measured_at", "max"),
        **{name: (name, "last") for name in same},
    ).reset_index()
    return with_band(table, groups["accuracy"].var(ddof=1).fillna(0.0).to_numpy()).drop(columns="half")


def share(row: pd.Series) -> str:
    """`93.9 %`: an accuracy with as many decimals as its band supports."""
    return percents(row["accuracy"], row["low"], row["high"])[0]


def with_interval(row: pd.Series) -> str:
    """`93.9 % (92.5 % to 95.3 %)`."""
    value, low, high = percents(row["accuracy"], row["low"], row["high"])
    return f"{value} ({low} to {high})"


def finding(found: Hierarchy) -> str:
    """What each layer adds, as far as the intervals allow, then what handcrafted features hold."""
    return " ".join(filter(None, (_each_layer(found), _other_features(found), _same_class(found))))


def _each_layer(found: Hierarchy) -> str:
    layers = zip(_names(found), found.layers.iterrows(), strict=True)
    shares = [f"{share(row)} after {name}" for name, (_, row) in layers]
    return f"{_opening(found)}: a linear classifier gets {listed(shares)}."


def _names(found: Hierarchy) -> list[str]:
    """`the first`, `the second`, `the last`: what a list calls each layer."""
    return [*(f"the {ORDINALS[int(n)]}" for n in found.layers["layer"][:-1]), "the last"]


def _opening(found: Hierarchy) -> str:
    """What the steps show; a step counts only if its whole interval is on one side of zero."""
    signs = [step.sign for step in found.steps]
    if set(signs) == {1}:
        return "Each layer adds to what can be read"
    if found.from_first.sign == -1:
        return "The last layer holds less than the first"
    if found.from_first.sign == 0:
        return "No clear rise from the first layer to the last"
    if -1 in signs:
        return "The last layer holds more than the first, though not each one adds"
    return f"Later layers hold more, though not clearly the {listed(_with_sign(found, 0))}"


def _other_features(found: Hierarchy) -> str:
    """Handcrafted features compared with the last layer, and raw pixels."""
    features, pixels = found.of("handcrafted"), found.of("pixels")
    if features is None or found.from_handcrafted is None:
        return ""
    which = {1: "less than the last layer", -1: "more than the last layer", 0: "too close to the last layer to call"}
    rest = "" if pixels is None else f"; raw pixels {share(pixels)}"
    return f"Handcrafted features hold {share(features)}, {which[found.from_handcrafted.sign]}{rest}."


def _same_class(found: Hierarchy) -> str:
    """How far the units of each layer respond to one class."""
    (first, n), *others = zip(_names(found), found.layers["same_class"], strict=True)
    parts = [f"{n:.1f} are of one class in {first} layer", *(f"{n:.1f} in {name}" for name, n in others)]
    return f"Of the nine training images that excite a unit most, on average {listed(parts)}."


def steps_without_gain(found: Hierarchy) -> str:
    """A sentence on the steps that are too close to call or fall; empty if each layer adds."""
    close, fall = _with_sign(found, 0), _with_sign(found, -1)
    parts = [f"what the {listed(close)} layer adds is too close to call"] if close else []
    parts += [f"after the {listed(fall)} layer less can be read than before it"] if fall else []
    return f"{capitalised(listed(parts))}." if parts else ""


def _with_sign(found: Hierarchy, sign: Sign) -> list[str]:
    """`["third", "fourth"]`: the layers whose step from the layer before has this sign."""
    numbers = [int(n) for n in found.layers["layer"]][1:]
    return [ORDINALS[n] for n, step in zip(numbers, found.steps, strict=True) if step.sign == sign]


def rise(found: Hierarchy) -> str:
    """`93.9 % (92.5 % to 95.3 %) after the first layer, ... after the last: +2.5 points (+1.4 to +3.6)`."""
    first, last = found.layers.iloc[0], found.layers.iloc[-1]
    step = found.from_first
    value, low, high = (signed(100 * one) for one in (step.value, step.low, step.high))
    shares = f"{with_interval(first)} after the first layer, {with_interval(last)} after the last"
    return f"{shares}: {value} points ({low} to {high})"


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
