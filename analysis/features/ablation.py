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

Variant = tuple[str, str]
"""("", "") for all families, ("only", family) or ("without", family)."""

ALL: Variant = ("", "")


@dataclass(frozen=True, eq=False)
class Ablation:
    """The accuracy of all families together, and a `table` with one row per family; NaN where nothing was measured.

    Columns: `family`; `alone` with its band `alone_low` to `alone_high`, and likewise `without`; `alone_change` and
    `without_change`, the difference from the accuracy of all, with 95 % intervals `..._low` to `..._high` paired over
    seeds and test images; `leads`, whether no other family alone is clearly better.
    """

    scored: ScoredOn
    n_train: int
    recipe: str
    origin: str
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
    kinds = rows[["n_train", "recipe", "origin"]].drop_duplicates()
    if len(kinds) > 1:
        raise ValueError("Families can be compared only with one number of training images, one recipe and one origin.")
    means, right = _means(rows), right_by(rows, lambda row: _variant(row.settings))
    table = pd.DataFrame({"family": list(families)})
    for kind, column in (("only", "alone"), ("without", "without")):
        for name, part in (("", "accuracy"), ("_low", "low"), ("_high", "high")):
            table[column + name] = [_mean_of(means, (kind, family), part) for family in families]
        pairs = [paired(right.get((kind, family), {}), right.get(ALL, {})) for family in families]
        table = table.join(_changes(pairs, f"{column}_change"))
    table["leads"] = _leads(table, right)
    n_train, recipe, origin = kinds.iloc[0]
    accuracy, low, high = (_mean_of(means, ALL, part) for part in ("accuracy", "low", "high"))
    fewest = min((len(seeds) for seeds in right.values()), default=0)
    return Ablation(scored, int(n_train), str(recipe), str(origin), fewest, accuracy, low, high, table)


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
