"""The accuracy of each feature family alone, and of all families without it, on the same images and seeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.common.paired import BySeed, PerImage, paired, paired_gaps, right_by
from analysis.common.scored_on import ScoredOn
from analysis.common.summary import summarise
from analysis.common.variants import settings_of
from analysis.common.wording import NOT_ENOUGH, capitalised, gap, listed, number, percent, points, uncapitalised

Variant = tuple[str, str]
"""("", "") for all families, ("only", family) or ("without", family)."""

ALL: Variant = ("", "")

SAME = 1e-9
"""Smaller differences are due to rounding; means over different seeds differ by more."""
UNCLEAR = "with no clear difference"


@dataclass(frozen=True, eq=False)
class Ablation:
    """The accuracy of all families together, and a `table` with one row per family; NaN where nothing was measured.

    Columns: `family`; `alone` with its band `alone_low` to `alone_high`, and likewise `without`; `alone_change` and
    `without_change`, the difference from the accuracy of all, with 95 % intervals `..._low` to `..._high` paired over
    seeds and test images; `leads`, whether no other family alone is clearly better.
    """

    scored: ScoredOn
    n_train: int
    n_seeds: int
    accuracy: float
    low: float
    high: float
    table: pd.DataFrame


def ablate(rows: pd.DataFrame, families: Sequence[str]) -> Ablation:
    """The ablation from SVM rows of one data set, size, recipe and origin, measured on any machines.

    Raises UnlikeTestImagesError for different test images, and ValueError for several sizes, recipes or origins.
    """
    scored = ScoredOn.of(rows)
    if len(rows[["n_train", "recipe", "origin"]].drop_duplicates()) > 1:
        raise ValueError("Families can be compared only with one number of training images, one recipe and one origin.")
    means, right = _means(rows), right_by(rows, map(_variant, rows["settings"]))
    table = pd.DataFrame({"family": list(families)})
    for kind, column in (("only", "alone"), ("without", "without")):
        for name, part in (("", "accuracy"), ("_low", "low"), ("_high", "high")):
            table[column + name] = [_mean_of(means, (kind, family), part) for family in families]
        pairs = [paired(right.get((kind, family), {}), right.get(ALL, {})) for family in families]
        table = table.join(_changes(pairs, f"{column}_change"))
    table["leads"] = _leads(table, right)
    accuracy, low, high = (_mean_of(means, ALL, part) for part in ("accuracy", "low", "high"))
    fewest = min((len(seeds) for seeds in right.values()), default=0)
    return Ablation(scored, int(rows["n_train"].iloc[0]), fewest, accuracy, low, high, table)


@lru_cache(maxsize=256)
def _variant(text: str) -> Variant | None:
    """Which families the learner of a row used; None if it had other settings as well."""
    settings = settings_of(text)
    if not settings:
        return ALL
    (name, family), *more = settings.items()
    return (str(name), str(family)) if name in ("only", "without") and not more else None


def _means(rows: pd.DataFrame) -> dict[Variant | None, pd.Series]:
    """Mean and band of each variant over all machines, since accuracy does not depend on the machine."""
    summary = summarise(rows.assign(machine="", device=""))
    return {_variant(row["settings"]): row for _, row in summary.iterrows()}


def _mean_of(means: Mapping[Variant | None, pd.Series], variant: Variant, part: str) -> float:
    return float(means[variant][part]) if variant in means else float("nan")


def _changes(pairs: Sequence[PerImage | None], name: str) -> pd.DataFrame:
    """The mean of each pair and its interval, as columns `name`, `name_low` and `name_high`."""
    found = np.full((len(pairs), 3), np.nan)
    known = [index for index, pair in enumerate(pairs) if pair is not None]
    if known:
        gaps = paired_gaps([pair for pair in pairs if pair is not None])
        found[known] = [(gap.value, gap.low, gap.high) for gap in gaps]
    return pd.DataFrame(found, columns=[name, f"{name}_low", f"{name}_high"])


def _leads(table: pd.DataFrame, right: Mapping[Variant, BySeed]) -> pd.Series:
    """Whether a family alone is the best one, or not clearly worse than the best."""
    if table["alone"].isna().all():
        return pd.Series(False, table.index)
    best = right.get(("only", str(table["family"][table["alone"].idxmax()])), {})
    pairs = [paired(right.get(("only", family), {}), best) for family in table["family"]]
    return _changes(pairs, "behind")["behind_high"] >= 0


def worth(found: Ablation, names: Mapping[str, str]) -> str:
    """The accuracy of all families and of the best one alone, and what leaving one out costs, in a few sentences."""
    table = found.table
    alone, left_out = table.dropna(subset="alone_change"), table.dropna(subset="without_change")
    if alone.empty and left_out.empty:
        return (
            f"{NOT_ENOUGH}: all families together, and one of them alone or left out, are needed with the same seeds."
        )
    half = _half_width_to_round_by(found, alone)
    several = len(_leaders(alone)) > 1
    best = _best_alone(found, alone, names, half) if len(alone) else ""
    best = best if several else f"All {_together(found, half)} right{best}"
    costs = [_costs(left_out, names, is_whole=len(left_out) == len(table))] if len(left_out) else []
    return " ".join(f"{sentence}." for sentence in (best, *costs))


def _best_alone(found: Ablation, alone: pd.DataFrame, names: Mapping[str, str], half: float) -> str:
    """`; the best single family is edge directions: 92.4 %, 2.1 points less`; or sentences on several best families."""
    leaders = _leaders(alone)
    best = leaders.iloc[0]
    share, behind = percent(best["alone"], half), _behind(best, found, half)
    who = listed([_name(family, names) for family in leaders["family"]])
    so_far = "" if len(alone) == len(found.table) else " so far"
    if len(leaders) > 1:
        compared = f"{behind} {'from' if behind == UNCLEAR else 'than'} all {number(len(found.table))} together"
        alone_or_all = f"One family alone gets up to {share} right, {compared} ({percent(found.accuracy, half)})"
        return f"{alone_or_all}. The best single families{so_far} are {who}, too close to tell apart"
    return f"; the best single family{so_far} is {who}: {share}, {behind}"


def _together(found: Ablation, half: float) -> str:
    """`seven families together get 95.6 %`."""
    return f"{number(len(found.table))} families together get {percent(found.accuracy, half)}"


def _leaders(alone: pd.DataFrame) -> pd.DataFrame:
    """The families that may be the best one alone, the most accurate first."""
    return alone[alone["leads"]].sort_values("alone", ascending=False)


def _half_width_to_round_by(found: Ablation, alone: pd.DataFrame) -> float:
    """The half width by which both shares and their difference are rounded: that of the narrowest interval."""
    of_all = (found.high - found.low) / 2
    return min(of_all, _half_of_change(_leaders(alone).iloc[0], "alone")) if len(alone) else of_all


def _behind(best: pd.Series, found: Ablation, half: float) -> str:
    """How the best single family compares with all families together."""
    if best["alone_change_low"] <= 0 <= best["alone_change_high"]:
        return UNCLEAR
    direction = "less" if best["alone_change"] < 0 else "more"
    # While a sweep runs, the two means may be of different seeds; the change never is.
    if abs(best["alone"] - found.accuracy - best["alone_change"]) > SAME:
        return f"{_change(best, 'alone')} {direction} on the seeds that both have"
    return f"{gap(best['alone'], found.accuracy, half)} {direction}"


def _costs(left_out: pd.DataFrame, names: Mapping[str, str], *, is_whole: bool) -> str:
    """What leaving out one family clearly costs or gains, and for how many families neither is clear."""
    costs = left_out[left_out["without_change_high"] < 0].sort_values("without_change")
    gains = left_out[left_out["without_change_low"] > 0].sort_values("without_change", ascending=False)
    n_rest = len(left_out) - len(costs) - len(gains)
    parts = [f"leaving out {_each(costs, names, 'costs')}"] if len(costs) else []
    parts += [f"leaving out {_each(gains, names, 'gains')}"] if len(gains) else []
    if not parts:
        which = "whichever single family is left out" if is_whole else f"for the {number(n_rest)} left out so far"
        parts = [f"{which}, there is no clear difference"]
    elif n_rest:
        parts.append(f"for the other {number(n_rest)} there is no clear difference")
    return capitalised("; ".join(parts))


def _each(rows: pd.DataFrame, names: Mapping[str, str], verb: str) -> str:
    """`edge directions costs 1.2 points and colour moments 0.4 points`."""
    changes = [(_name(row["family"], names), _change(row, "without")) for _, row in rows.iterrows()]
    (first, change), *others = changes
    return listed([f"{first} {verb} {change}", *(f"{name} {change}" for name, change in others)])


def _name(family: str, names: Mapping[str, str]) -> str:
    """A family's name within a sentence."""
    return uncapitalised(names.get(family, family))


def _change(row: pd.Series, kind: str) -> str:
    """The change against all families, in points."""
    return points(row[f"{kind}_change"], _half_of_change(row, kind))


def _half_of_change(row: pd.Series, kind: str) -> float:
    """Half the width of the interval of a change."""
    return float(row[f"{kind}_change_high"] - row[f"{kind}_change_low"]) / 2
