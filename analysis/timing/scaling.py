"""How each part of either learner's seconds grows with the training images, and when the SVM becomes the slower."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.common.summary import SECONDS
from analysis.timing.growth import Growth, Numbers, TooFewSizesError, fit_growth
from analysis.timing.scaling_sides import are_comparable

SPAN = 60
"""Laws are fitted to sizes of at least a sixtieth of the largest: below, what every start costs hides the growth."""

BEYOND = 10
"""How many times the largest measured size the laws are asked about."""


@dataclass(frozen=True)
class Part:
    """A part of a learner's seconds: what it grows with, and by which exponents theory says."""

    learner: str
    name: str
    column: str
    grows_with: str
    measure: str  # the column of what it grows with
    theory: tuple[float, float]


PARTS = (
    Part("svm", "working out features", "feature_seconds", "images described", "n_described", (1, 1)),
    Part("svm", "learning", "fit_seconds", "training images", "n_train", (2, 3)),
    Part("svm", "answering", "predict_seconds", "support vectors", "n_support", (1, 1)),
    Part("cnn", "learning", "fit_seconds", "training images", "n_train", (1, 1)),
    Part("cnn", "one pass", "pass_seconds", "training images", "n_train", (1, 1)),
)


@dataclass(frozen=True)
class Slower:
    """From how many images on the SVM takes longer in all than the network; `low` to `high` is what is known of it.

    `fewer` is the largest measured size up to which the SVM is the slower one, too, because of what never shrinks.
    """

    kind: Literal["measured", "always", "extrapolated", "not within reach", "unknown"]
    n: float | None = None
    low: float | None = None
    high: float | None = None
    fewer: int | None = None


@dataclass(frozen=True, eq=False)
class Scaling:
    """One machine's seconds: `sizes` has a row a learner and size, `growths` a law a part, where sizes are enough.

    `expected` has `n_train`, and for each learner the seconds in all that its laws expect, with their 95 % interval.
    """

    sizes: pd.DataFrame
    growths: Mapping[Part, Growth]
    expected: pd.DataFrame
    slower: Slower

    @property
    def largest(self) -> int:
        """The largest number of training images that both were measured with."""
        return int(self.sizes.groupby("learner")["n_train"].max().min())


def scaling(rows: pd.DataFrame) -> Scaling:
    """What one group of `comparable` says; ValueError for rows of several machines, origins or recipes."""
    if not are_comparable(rows):
        raise ValueError("Seconds of unlike machines, origins or recipes say nothing together.")
    sizes = by_size(rows)
    growths = {part: growth for part in PARTS if (growth := growth_of(sizes, part))}
    expected = expectations(sizes, growths)
    return Scaling(sizes, growths, expected, slower_from(sizes, expected))


def by_size(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a learner and size: the geometric mean of each part's seconds over the seeds, and what they grow with."""
    details = [json.loads(text or "{}") for text in rows["details"]]
    searched = [str(one.get("tuning", "")).startswith("best of") for one in details]
    told = {name: [one.get(name, np.nan) for one in details] for name in ("n_support", "epochs")}
    rows = rows.assign(**told, searched=searched, n_described=rows["n_train"] + rows["n_test"])
    rows["pass_seconds"] = rows["fit_seconds"] / rows["epochs"]
    rows["seconds"] = rows[SECONDS].sum(axis=1)
    logs = rows[[*SECONDS, "pass_seconds", "seconds"]].where(lambda seconds: seconds > 0).apply(np.log)
    groups = [rows["learner"], rows["n_train"]]
    means = np.exp(logs.groupby(groups).mean())
    counts = rows.groupby(["learner", "n_train"])[["n_described", "n_support", "epochs", "searched"]].mean()
    return means.join(counts).join(rows.groupby(groups).size().rename("n_seeds")).reset_index()


def growth_of(sizes: pd.DataFrame, part: Part) -> Growth | None:
    """The part's law; None where it was measured at too few sizes."""
    return _law(sizes[sizes["learner"] == part.learner], part.measure, part.column, PARTS.index(part))


def _law(sizes: pd.DataFrame, measure: str, column: str, random_state: int) -> Growth | None:
    large = sizes[sizes["n_train"] >= sizes["n_train"].max() / SPAN].dropna(subset=[measure, column])
    try:
        return fit_growth(large[measure], large[column], random_state)  # each part's draws are its own
    except TooFewSizesError:
        return None


def expectations(sizes: pd.DataFrame, growths: Mapping[Part, Growth]) -> pd.DataFrame:
    """Seconds in all as the laws have them, from where they were fitted to ten times the largest size.

    Empty where a law is missing, and where the SVM searched its settings.
    The number of support vectors has a law of its own. The network's passes, and its seconds to answer the test
    images, stay what they were at the largest size.
    """
    features, fit, answers, _, one_pass = (growths.get(part) for part in PARTS)
    svm, cnn = (sizes[sizes["learner"] == learner].sort_values("n_train") for learner in ("svm", "cnn"))
    support = _law(svm, "n_train", "n_support", len(PARTS))
    # A search of settings looks at so many images at most: what it adds does not grow, and the sum is no one power.
    if not (features and fit and answers and one_pass and support) or svm["searched"].any():
        return pd.DataFrame(columns=["n_train"])
    largest = min(svm["n_train"].max(), cnn["n_train"].max())
    n = np.geomspace(max(fit.smallest, one_pass.smallest), BEYOND * largest, 200)
    described = n + float((svm["n_described"] - svm["n_train"]).iloc[0])
    epochs, answering = np.interp(np.log(n), np.log(cnn["n_train"]), cnn["epochs"]), cnn["predict_seconds"].median()
    found = {
        "svm": (
            features.at(described) + fit.at(n) + answers.at(support.at(n)),
            features.drawn_at(described) + fit.drawn_at(n) + answers.drawn_at(support.drawn_at(n)),
        ),
        "cnn": (epochs * one_pass.at(n) + answering, epochs * one_pass.drawn_at(n) + answering),
    }
    table = pd.DataFrame({"n_train": n})
    for learner, (value, drawn) in found.items():
        low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
        table[learner], table[f"{learner}_low"], table[f"{learner}_high"] = value, low, high
    table.attrs["drawn_ratio"] = found["svm"][1] / found["cnn"][1]
    return table


def slower_from(sizes: pd.DataFrame, expected: pd.DataFrame) -> Slower:
    """Measured where it lies among the sizes that both have, else as the laws expect it."""
    seconds = sizes.pivot_table("seconds", "n_train", "learner").dropna()
    if seconds.empty:
        return Slower("unknown")
    gap = np.log(seconds["svm"] / seconds["cnn"]).to_numpy()
    n = seconds.index.to_numpy(float)
    slower = gap > 0
    if slower.all():
        return Slower("always")
    fewer = int(n[slower.argmin() - 1]) if slower[0] else None
    if slower[-1]:
        last = int(np.flatnonzero(~slower)[-1])
        crossing = np.exp(np.interp(0, gap[last : last + 2], np.log(n[last : last + 2])))
        return Slower("measured", float(crossing), n[last], n[last + 1], fewer if last >= slower.argmin() else None)
    return _expected_from(n[-1], expected, fewer)


def _expected_from(largest: float, expected: pd.DataFrame, fewer: int | None) -> Slower:
    if expected.empty:
        return Slower("unknown", fewer=fewer)
    beyond = expected["n_train"] >= largest
    n = expected["n_train"][beyond].to_numpy()
    drawn = _first_of(n, expected.attrs["drawn_ratio"][:, beyond] > 1)
    low, high = np.quantile(drawn, (0.025, 0.975), method="inverted_cdf")
    value = _first_of(n, (expected["svm"] > expected["cnn"])[beyond].to_numpy()[None])[0]
    if np.isinf(value):
        return Slower("not within reach", low=None if np.isinf(low) else float(low), fewer=fewer)
    return Slower("extrapolated", float(value), float(low), None if np.isinf(high) else float(high), fewer)


def _first_of(n: Numbers, slower: np.ndarray) -> Numbers:
    """For each row the n from which on it is slower to the end; infinite where it is not at the end."""
    tail = np.logical_and.accumulate(slower[:, ::-1], axis=1)[:, ::-1]
    return np.where(tail.any(axis=1), n[tail.argmax(axis=1)], np.inf)
