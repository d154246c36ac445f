"""How each part of a learner's seconds grows with the training images, and from where on the SVM is the slower one."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from analysis.common.machine import hosts
from analysis.common.summary import SECONDS, SERIES

SIDE = ["learner", "device", "machine", "threads"]
"""Rows that agree in these are one side of a comparison."""

SAME = [name for name in SERIES if name not in SIDE]
"""Both sides of a comparison agree in these, and in the CPU of their machine."""

SPAN = 60
"""Laws are fitted to sizes of at least a sixtieth of the largest: below that, fixed costs hide the growth."""

BEYOND = 10
"""Laws are extrapolated up to this many times the largest measured size."""

THIRD = "pretrained"

Key = tuple[Any, ...]
"""The values of SIDE."""

Numbers = NDArray[np.float64]

FEWEST_SIZES = 3
"""Two points always lie on a line."""

N_DRAWS = 1_000


@dataclass(frozen=True, eq=False)
class Growth:
    """A fitted law: exponent `b` with its 95 % interval `low` to `high`; random `draws`, (draws, 2), of b and log a."""

    b: float
    low: float
    high: float
    log_a: float
    smallest: float
    largest: float
    draws: Numbers

    def at(self, x: ArrayLike) -> Numbers:
        """The seconds that the law predicts for each x."""
        return np.exp(self.log_a + self.b * np.log(x))

    def drawn_at(self, x: ArrayLike) -> Numbers:
        """The seconds that each draw predicts, (draws, sizes), for x of shape (sizes,) or (draws, sizes)."""
        # A law of three points is so uncertain that a draw may overflow.
        return np.exp(np.clip(self.draws[:, 1:] + self.draws[:, :1] * np.log(x), -600, 600))


def fit_growth(x: ArrayLike, seconds: ArrayLike, random_state: int = 0) -> Growth:
    """Least squares on both logarithms, one point per size; ValueError with fewer than three sizes.

    The interval is Student's t with the scatter of the residuals: it is wide if the points do not lie on a line. Draws
    vary b and log a together, according to their covariance.
    """
    sizes, logs = np.asarray(x, float), np.log(np.asarray(seconds, float))
    if len(np.unique(sizes)) < FEWEST_SIZES:
        raise ValueError(f"A law of growth needs at least {FEWEST_SIZES} sizes, not {len(np.unique(sizes))}.")
    freedom = len(sizes) - 2
    law, covariance = np.polyfit(np.log(sizes), logs, 1, cov=True)
    random = np.random.default_rng(random_state)
    normal = random.multivariate_normal([0, 0], covariance, N_DRAWS, method="eigh")
    draws = law + normal / np.sqrt(random.chisquare(freedom, (N_DRAWS, 1)) / freedom)
    half = special.stdtrit(freedom, 0.975) * np.sqrt(max(covariance[0, 0], 0))
    ends = float(sizes.min()), float(sizes.max())
    return Growth(float(law[0]), float(law[0] - half), float(law[0] + half), float(law[1]), *ends, draws)


@dataclass(frozen=True)
class Part:
    """A part of a learner's seconds: what it grows with, and the range of exponents in theory."""

    learner: str
    name: str
    column: str
    grows_with: str
    measure: str  # the column of what it grows with
    theory: tuple[float, float]


PARTS = (
    Part("svm", "features", "feature_seconds", "all images", "n_images", (1, 1)),
    Part("svm", "training", "fit_seconds", "training images", "n_train", (2, 3)),
    Part("svm", "prediction", "predict_seconds", "support vectors", "n_support", (1, 1)),
    Part("cnn", "training", "fit_seconds", "training images", "n_train", (1, 1)),
    Part("cnn", "one epoch", "epoch_seconds", "training images", "n_train", (1, 1)),
)


@dataclass(frozen=True)
class Slower:
    """The number of images from which on the SVM takes longer in total than the CNN, with its interval.

    If fixed costs make the SVM slower at the smallest measured sizes too, `slower_up_to` is the largest of these.
    """

    kind: Literal["measured", "always", "extrapolated", "not within reach", "unknown"]
    n: float | None = None
    low: float | None = None
    high: float | None = None
    slower_up_to: int | None = None


@dataclass(frozen=True, eq=False)
class Scaling:
    """One comparison: `sizes` has one row per learner and size, `growths` the law of each part with enough sizes.

    `expected` has `n_train` and, for each learner, the total seconds that its laws predict, with 95 % intervals.
    """

    sizes: pd.DataFrame
    growths: Mapping[Part, Growth]
    expected: pd.DataFrame
    slower: Slower
    pretrained: pd.DataFrame  # its seconds by size, without a law, because nearly all are for its features

    @property
    def largest(self) -> int:
        """The largest number of training images that both learners were measured with."""
        return int(self.sizes.groupby("learner")["n_train"].max().min())


def comparable_rows(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Groups of rows that may be compared, each with one side for the SVM and one for the CNN; other rows are left out.

    Pretrained features are added where they ran on the same device with the same threads as the SVM.
    """
    rows = rows[rows["learner"].isin(["svm", "cnn", THIRD])]
    for _, group in rows.groupby([*SAME, hosts(rows)], dropna=False, sort=True):
        sides = dict(iter(group.groupby(SIDE, dropna=False, sort=True)))
        svms, cnns = ([key for key in sides if key[0] == learner] for learner in ("svm", "cnn"))
        pairs = [(svm, cnn) for svm in svms for cnn in _most_like(svm, cnns)]
        pairs += [(svm, cnn) for cnn in cnns for svm in _most_like(cnn, svms)]
        for svm, cnn in dict.fromkeys(pairs):
            third = (THIRD, *svm[1:])
            found = [sides[svm], sides[cnn], *([sides[third]] if third in sides else [])]
            yield pd.concat(found).sort_index(kind="stable")


def _most_like(side: Key, others: list[Key]) -> list[Key]:
    """The other sides on the same device with the same threads, else those with the same threads, else all."""
    exact = [other for other in others if other[1:] == side[1:]]
    return exact or [other for other in others if other[3] == side[3]] or others


def scaling(rows: pd.DataFrame) -> Scaling:
    """The laws and the crossing of one group of `comparable_rows`; ValueError for rows that may not be compared."""
    n_sides = rows[SIDE].drop_duplicates()["learner"].value_counts()
    if n_sides.max() > 1 or len(rows[SAME].assign(host=hosts(rows)).drop_duplicates()) > 1:
        raise ValueError("Seconds of different machines, origins or recipes cannot be compared.")
    everything = by_size(rows)
    third = everything["learner"] == THIRD
    sizes = everything[~third]
    growths = {part: growth for part in PARTS if (growth := growth_of(sizes, part))}
    expected = expectations(sizes, growths)
    return Scaling(sizes, growths, expected, slower_from(sizes, expected), everything[third])


def by_size(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per learner and size: the geometric mean over seeds of each part's seconds, and what they grow with."""
    details = [json.loads(text or "{}") for text in rows["details"]]
    searched = [str(one.get("tuning", "")).startswith("best of") for one in details]
    known = {name: [one.get(name, np.nan) for one in details] for name in ("n_support", "epochs", "other_cores")}
    rows = rows.assign(**known, searched=searched, n_images=rows["n_train"] + rows["n_test"])
    rows["epoch_seconds"] = rows["fit_seconds"] / rows["epochs"]
    rows["seconds"] = rows[SECONDS].sum(axis=1)
    logs = rows[[*SECONDS, "epoch_seconds", "seconds"]].where(lambda seconds: seconds > 0).apply(np.log)
    groups = [rows["learner"], rows["n_train"]]
    means = np.exp(logs.groupby(groups).mean())
    return means.join(
        rows.groupby(groups)[["n_images", "n_support", "epochs", "searched", "other_cores"]].mean()
    ).reset_index()


def growth_of(sizes: pd.DataFrame, part: Part) -> Growth | None:
    """The part's law; None if it was measured at too few sizes."""
    return _law(sizes[sizes["learner"] == part.learner], part.measure, part.column, PARTS.index(part))


def _law(sizes: pd.DataFrame, measure: str, column: str, random_state: int) -> Growth | None:
    large = sizes[sizes["n_train"] >= sizes["n_train"].max() / SPAN].dropna(subset=[measure, column])
    if large[measure].nunique() < FEWEST_SIZES:
        return None
    return fit_growth(large[measure], large[column], random_state)  # the draws of different parts are independent


def expectations(sizes: pd.DataFrame, growths: Mapping[Part, Growth]) -> pd.DataFrame:
    """Total seconds as the laws predict them, from the smallest size fitted up to ten times the largest.

    Empty if a law is missing or the SVM searched its settings. The number of support vectors has a law of its own. The
    CNN's epochs and prediction seconds are assumed to stay as they were at the largest size.
    """
    features, fit, predict, _, epoch = (growths.get(part) for part in PARTS)
    svm, cnn = (sizes[sizes["learner"] == learner].sort_values("n_train") for learner in ("svm", "cnn"))
    support = _law(svm, "n_train", "n_support", len(PARTS))
    # A search of settings uses a limited number of images: its cost does not grow, so the total is no power law.
    if not (features and fit and predict and epoch and support) or svm["searched"].any():
        return pd.DataFrame(columns=["n_train"])
    largest = min(svm["n_train"].max(), cnn["n_train"].max())
    n = np.geomspace(max(fit.smallest, epoch.smallest), BEYOND * largest, 200)
    n_images = n + float((svm["n_images"] - svm["n_train"]).iloc[0])
    epochs = np.interp(np.log(n), np.log(cnn["n_train"]), cnn["epochs"])
    predicting = cnn["predict_seconds"].median()
    found = {
        "svm": (
            features.at(n_images) + fit.at(n) + predict.at(support.at(n)),
            features.drawn_at(n_images) + fit.drawn_at(n) + predict.drawn_at(support.drawn_at(n)),
        ),
        "cnn": (epochs * epoch.at(n) + predicting, epochs * epoch.drawn_at(n) + predicting),
    }
    table = pd.DataFrame({"n_train": n})
    for learner, (value, drawn) in found.items():
        low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
        table[learner], table[f"{learner}_low"], table[f"{learner}_high"] = value, low, high
    table.attrs["drawn_ratio"] = found["svm"][1] / found["cnn"][1]
    return table


def slower_from(sizes: pd.DataFrame, expected: pd.DataFrame) -> Slower:
    """The crossing as measured if it lies among the sizes that both have, else as the laws predict it."""
    seconds = sizes.pivot_table("seconds", "n_train", "learner").dropna()
    if seconds.empty:
        return Slower("unknown")
    gap = np.log(seconds["svm"] / seconds["cnn"]).to_numpy()
    n, slower = seconds.index.to_numpy(float), gap > 0
    if slower.all():
        return Slower("always")
    slower_up_to = int(n[slower.argmin() - 1]) if slower[0] else None
    if slower[-1]:
        last = int(np.flatnonzero(~slower)[-1])
        crossing = np.exp(np.interp(0, gap[last : last + 2], np.log(n[last : last + 2])))
        return Slower("measured", float(crossing), n[last], n[last + 1], slower_up_to)
    return _expected_crossing(n[-1], expected, slower_up_to)


def _expected_crossing(largest: float, expected: pd.DataFrame, slower_up_to: int | None) -> Slower:
    if expected.empty:
        return Slower("unknown", slower_up_to=slower_up_to)
    beyond = expected["n_train"] >= largest
    n = expected["n_train"][beyond].to_numpy()
    drawn = _true_from(n, expected.attrs["drawn_ratio"][:, beyond] > 1)
    low, high = (
        None if np.isinf(end) else float(end) for end in np.quantile(drawn, (0.025, 0.975), method="inverted_cdf")
    )
    value = _true_from(n, (expected["svm"] > expected["cnn"])[beyond].to_numpy()[None])[0]
    if np.isinf(value):
        return Slower("not within reach", low=low, slower_up_to=slower_up_to)
    return Slower("extrapolated", float(value), low, high, slower_up_to)


def _true_from(n: Numbers, slower: np.ndarray) -> Numbers:
    """For each row of `slower`, the n from which on all entries are true; infinite if the last one is not."""
    tail = np.logical_and.accumulate(slower[:, ::-1], axis=1)[:, ::-1]
    return np.where(tail.any(axis=1), n[tail.argmax(axis=1)], np.inf)
