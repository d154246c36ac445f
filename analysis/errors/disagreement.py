"""How often only one of two learners is right, and whether chance explains it: McNemar's exact test (1947)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from analysis.common.paired import Gap, PerImage, paired_gaps
from analysis.common.wording import capitalised, count, counted, listed, number, percents, points
from analysis.errors.matched import Matched, Right

Part = Literal["both", "first", "second", "neither"]

PARTS: tuple[Part, ...] = ("both", "first", "second", "neither")
"""Both right, only the first, only the second, both wrong: each test image is in exactly one part."""

CHANCE = 0.05
"""Below this p-value a difference counts as more than chance."""


def mcnemar(only_first: int, only_second: int) -> float:
    """The two-sided exact p-value: how often a fair coin, thrown once per image, is at least as one-sided.

    Only images on which the two disagree count, as those on which they agree favour neither.
    """
    n = only_first + only_second
    # Not scipy.stats: its import would delay the first page by half a second.
    return float(min(1.0, 2 * special.bdtr(min(only_first, only_second), n, 0.5))) if n else 1.0


def _by_part(first: Right, second: Right) -> dict[Part, Right]:
    """Whether each answer is in each part, in the order of `PARTS`."""
    return {"both": first & second, "first": first & ~second, "second": second & ~first, "neither": ~(first | second)}


def images_by_part(first: Right, second: Right) -> dict[Part, NDArray[np.int64]]:
    """The rows of the test set in each part, in its order, from one seed's answers, (test images,)."""
    return {part: np.flatnonzero(there) for part, there in _by_part(first, second).items()}


@dataclass(frozen=True, eq=False)
class Disagreement:
    """How two sides disagree: one row of `table` a seed, and the difference over all seeds."""

    matched: Matched

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per seed: `seed`, how many images are in each part, `gap` (second minus first), McNemar's `p`."""
        parts = _by_part(self.matched.first, self.matched.second)
        table = pd.DataFrame({"seed": self.matched.seeds} | {part: there.sum(axis=1) for part, there in parts.items()})
        p = [mcnemar(one, other) for one, other in table[["first", "second"]].itertuples(index=False)]
        return table.assign(gap=(table["second"] - table["first"]) / self.matched.scored.n_test, p=p)

    @cached_property
    def gap(self) -> Gap:
        """The second's accuracy minus the first's, mean over the seeds, with its interval over images and seeds."""
        return gaps_of([self._differences])[0]

    @cached_property
    def gaps(self) -> list[Gap]:
        """That difference for each seed alone, with its interval over test images."""
        return gaps_of([one[None] for one in self._differences])

    @property
    def _differences(self) -> PerImage:
        """(seeds, test images): +1 where only the second is right, -1 where only the first is."""
        return self.matched.second.astype(np.float32) - self.matched.first.astype(np.float32)

    @property
    def is_real(self) -> bool:
        """Whether chance is an unlikely cause: the interval excludes 0 and, with one seed, p is below 5 % as well."""
        return self.gap.sign != 0 and (len(self.table) > 1 or bool(self.table["p"].iloc[0] < CHANCE))

    @property
    def mean(self) -> dict[Part, int]:
        """How many images are in each part, mean over the seeds."""
        return {part: round(float(self.table[part].mean())) for part in PARTS}


def gaps_of(pairs: list[PerImage]) -> list[Gap]:
    """The gap of each pair; its interval has width 0 where the two never disagree."""
    return [gap if pair.any() else Gap(0.0, 0.0, 0.0) for gap, pair in zip(paired_gaps(pairs), pairs, strict=True)]


def finding(found: Disagreement) -> str:
    """Who gets how many right that the other misses, whether that may be chance, and the difference over all seeds."""
    n_test = found.matched.scored.n_test
    if found.matched.is_same:
        return "A learner compared with itself never disagrees: choose another one on either side."
    if not found.table[["first", "second"]].to_numpy().any():
        return f"Both are right and wrong on exactly the same {count(n_test)} test images."
    return f"{_counts(found)} {_difference(found)} {_tests(found)}".strip()


def _counts(found: Disagreement) -> str:
    """The headline; the side that is ahead comes first."""
    one, other = found.matched.names
    only_one, only_other = found.mean["first"], found.mean["second"]
    if only_other > only_one:
        one, other, only_one, only_other = other, one, only_other, only_one
    seeds = f" (mean of {number(len(found.table))} seeds)" if len(found.table) > 1 else ""
    chance = "this is unlikely to be chance" if found.is_real else "this may be chance"
    return (
        f"Only {one} is right on {count(only_one)} of {count(found.matched.scored.n_test)} test images, and only "
        f"{other} on {count(only_other)}{seeds}: {chance}."
    )


def _ahead(found: Disagreement, gap: Gap, interval: str = "") -> str:
    """`the CNN is 0.5 points ahead (−0.7 to 1.8)`: the paired difference, of which side it is, and its interval."""
    first, second = found.matched.names
    ahead, gap = (second, gap) if gap.value >= 0 else (first, gap.turned)
    return f"{ahead} is {points(gap.value, gap.half)} ahead ({ends(gap)}{interval})"


def _difference(found: Disagreement) -> str:
    """The paired difference with its interval, and what that is over."""
    over = "over seeds and test images"
    if len(found.table) == 1:
        over = "over test images: one seed says nothing about luck in training"
    return f"{capitalised(_ahead(found, found.gap, f'; 95 % interval {over}'))}."


def ends(gap: Gap) -> str:
    """`−0.7 to 1.8`: the ends of a difference in points."""
    low, high = (text.removesuffix(" %").replace("-", "−") for text in percents(gap.value, gap.low, gap.high)[1:])
    return f"{low} to {high}"


def _tests(found: Disagreement) -> str:
    """In how many seeds McNemar's exact test finds more than chance, and in whose favour."""
    table, k = found.table, len(found.table)
    if k == 1:
        return f"McNemar's exact test: p = {p_value(float(table['p'].iloc[0]))}."
    unlikely = table[table["p"] < CHANCE]
    if unlikely.empty:
        return f"McNemar's exact test finds more than chance in none of the {number(k)} seeds."
    for_whom = " and ".join(f"{number(n)} in favour of {name}" for name, n in _seeds_ahead(found, unlikely) if n)
    return f"McNemar's exact test finds more than chance in {number(len(unlikely))} of {number(k)} seeds: {for_whom}."


def _seeds_ahead(found: Disagreement, table: pd.DataFrame) -> list[tuple[str, int]]:
    """The second side and the first, each with the number of seeds in which it is ahead."""
    first, second = found.matched.names
    return [(second, int((table["gap"] > 0).sum())), (first, int((table["gap"] < 0).sum()))]


def p_value(p: float) -> str:
    """`0.27`, `0.003`, `less than 0.001`."""
    return "less than 0.001" if p < 0.001 else f"{p:.2g}"


def one_seed(found: Disagreement, seed: int) -> str:
    """Who would seem to be ahead, and by how much, if only this seed had been measured."""
    place = found.matched.seeds.index(seed)
    gap, p = found.gaps[place], float(found.table["p"].iloc[place])
    if not gap.value:
        return f"With seed {seed} alone both are equally accurate."
    proof = "which would pass for a clear result" if p < CHANCE else "which may be chance"
    return f"With seed {seed} alone {_ahead(found, gap)}, {proof}."


def all_seeds(found: Disagreement) -> str:
    """Who is ahead in how many seeds and who on average, and whether that is luck."""
    ahead = _seeds_ahead(found, found.table)
    verdict = "but this may be chance"
    if found.is_real:
        verdict = "and this is unlikely to be chance"
    elif all(n for _, n in ahead):
        verdict = "so the seed decides who seems better"
    said = listed([f"{name} is ahead in {number(n)}" for name, n in ahead])
    over_all = f"over all of them {_ahead(found, found.gap)}"
    return f"Of {counted(len(found.table), 'seed')}, {said}; {over_all}, {verdict}."
