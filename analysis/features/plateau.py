"""What lifts the SVM: one bound relaxed at a time, and what that changes on the same images and seeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.common.paired import Gap, PerImage, paired, paired_gaps, right_by
from analysis.common.scored_on import ScoredOn
from analysis.common.variants import settings_of
from analysis.common.wording import NOT_ENOUGH, count, listed, percent


@dataclass(frozen=True, eq=False)
class Relaxed:
    """One change of the SVM: which bound it relaxes, what it is called, and which rows measure it."""

    bound: str  # its name within a sentence
    label: str  # beside its row
    settings: Mapping[str, object]
    times: int = 1  # this many times the training images
    learner: str = "svm"

    def is_of(self, row: Any, n_train: int) -> bool:
        """Whether a row measures this change of the SVM with `n_train` images."""
        here = (row.learner, row.n_train) == (self.learner, self.times * n_train)
        return here and settings_of(row.settings) == self.settings


UNCHANGED = Relaxed("", "", {})
RELAXED = (
    Relaxed("other features", "Pretrained features instead", {}, learner="pretrained"),
    Relaxed("more images", "Twice the images", {}, times=2),
    Relaxed("one more family", "Raw pixels beside all families", {"and_pixels": True}),
    Relaxed("another C", "C from 5 to 1", {"C": 1.0}),
    Relaxed("another C", "C from 5 to 25", {"C": 25.0}),
    Relaxed("another C", "C from 5 to 125", {"C": 125.0}),
    Relaxed("another gamma", "Gamma times 0.25", {"gamma": 0.25}),
    Relaxed("another gamma", "Gamma times 0.5", {"gamma": 0.5}),
    Relaxed("another gamma", "Gamma times 2", {"gamma": 2.0}),
    Relaxed("another kernel", "Linear kernel instead of RBF", {"kernel": "linear"}),
)

FEWEST = 3
"""From fewer relaxed bounds nothing is concluded."""


@dataclass(frozen=True, eq=False)
class Plateau:
    """The accuracy of the unchanged SVM, and a `table` of changes.

    Columns: `bound`, `label`, `n_seeds`, `change`, `low` and `high`. Changes are shares of test images, with 95 %
    intervals paired over test images and common seeds.
    """

    scored: ScoredOn
    n_train: int
    accuracy: float
    table: pd.DataFrame


def places(rows: pd.DataFrame) -> list[tuple[str, str, int]]:
    """Data set, origin and size of each place where the SVM and enough changes were measured, most changes first."""
    found = []
    for key, group in rows[rows["recipe"] == "quick"].groupby(["dataset", "origin"], sort=True):
        for n in sorted(set(group.loc[group["learner"] == "svm", "n_train"])):
            right = _right(group, int(n))
            if UNCHANGED in right and len({one.bound for one in right} - {""}) >= FEWEST:
                found.append((len(right), (str(key[0]), str(key[1]), int(n))))
    return [place for _, place in sorted(found, key=lambda one: (-one[0], one[1]))]


def plateau(rows: pd.DataFrame, n_train: int) -> Plateau:
    """What each change does from quick rows of one data set and origin; UnlikeTestImagesError for several test sets."""
    scored = ScoredOn.of(rows)
    right = _right(rows[rows["recipe"] == "quick"], n_train)
    base = right[UNCHANGED]
    pairs = {one: pair for one in RELAXED if (pair := paired(right.get(one, {}), base)) is not None}
    gaps = paired_gaps(list(pairs.values()))
    table = pd.DataFrame(
        {
            "bound": [change.bound for change in pairs],
            "label": [change.label for change in pairs],
            "n_seeds": [len(pair) for pair in pairs.values()],
            "change": [gap.value for gap in gaps],
            "low": [gap.low for gap in gaps],
            "high": [gap.high for gap in gaps],
        }
    )
    return Plateau(scored, n_train, float(np.mean([one.mean() for one in base.values()])), table)


def _right(rows: pd.DataFrame, n_train: int) -> dict[Relaxed, dict[int, PerImage]]:
    """Which test images were right, by change and seed."""
    changes = (UNCHANGED, *RELAXED)
    kinds = (next((one for one in changes if one.is_of(row, n_train)), None) for row in rows.itertuples())
    return right_by(rows, kinds)


def what_lifts_the_svm(found: Plateau) -> str:
    """Which bounds lift the SVM clearly when relaxed, the best change of each, and which do not."""
    if found.table["bound"].nunique() < FEWEST:
        return f"{NOT_ENOUGH}: at least {FEWEST} bounds have to be relaxed, one at a time."
    best = found.table.loc[found.table.groupby("bound")["change"].idxmax()].sort_values("change", ascending=False)
    lifts = [
        f"{row.bound} by {Gap(row.low, row.change, row.high).in_points}" for row in best[best["low"] > 0].itertuples()
    ]
    rest = [str(row.bound) for row in best[best["low"] <= 0].itertuples()]
    gains = f"What lifts the SVM after {count(found.n_train)} training images: {listed(lifts)}." if lifts else ""
    no_gain = f"No clear gain came from {listed(rest)}." if rest else ""
    unchanged = f"Unchanged it gets {percent(found.accuracy, 0.01)} right."
    return " ".join(filter(None, (gains, no_gain, unchanged)))
