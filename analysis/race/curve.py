"""The race, read from its rows: each learner's accuracy at each moment of its clock, and what it did, in a table."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.learners import by_rank
from analysis.common.summary import SECONDS, SERIES, variance_over_seeds, with_band
from analysis.common.variants import RACE, settings_of
from analysis.common.wording import range_of

RACER = [*SERIES, "n_train"]
"""Rows that agree in all of these are seeds of one curve; the settings contain the budget."""

COLUMNS = [
    *RACER, "budget", "seconds", "accuracy", "low", "high", "half", "n_seeds", "n_learned", "measured_first",
    "measured_last",
]  # fmt: skip
TABLE = [
    "learner", "device", "origin", "budget", "seeds", "accuracy", "half", "images", "tries", "feature_seconds",
    "fit_seconds", "predict_seconds", "ended", "energy_kwh", "machine",
]  # fmt: skip


@dataclass(frozen=True)
class RaceStep:
    """A model tried in a race: when it was ready, its number of training images, and two accuracies."""

    seconds: float
    n_train: int
    validation: float
    accuracy: float
    settings: Mapping[str, Any] = field(default_factory=dict)


def steps_in(details: str) -> list[RaceStep]:
    """The steps of a finished race in the order of its clock; `details` is the JSON text of its row."""
    return [RaceStep(**step) for step in json.loads(details or "{}").get("steps", [])]


def steps_found(found: str) -> list[RaceStep]:
    """The steps of a running race; `found` is their JSON text, empty before the first."""
    return [RaceStep(**step) for step in json.loads(found or "[]")]


def budget_of(settings: str) -> float:
    """The seconds that a race may take; `settings` is the JSON text of its row."""
    return float(settings_of(settings).get("budget_seconds", 0))


def climb(steps: Sequence[RaceStep]) -> list[RaceStep]:
    """The steps whose validation accuracy was higher than that of all earlier ones."""
    best: list[RaceStep] = []
    for step in steps:
        if not best or step.validation > best[-1].validation:
            best.append(step)
    return best


def best_at(climbed: Sequence[RaceStep], seconds: float) -> RaceStep:
    """The best step by this moment; the first step, the majority class, counts from the start."""
    return [climbed[0], *(step for step in climbed[1:] if step.seconds <= seconds)][-1]


def races(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that are races, one for each seed, with their `budget` in seconds."""
    raced = rows[rows["recipe"] == RACE]
    raced = raced[raced["details"].map(lambda text: bool(steps_in(text))).astype(bool)]
    raced = raced.assign(budget=raced["settings"].map(budget_of))
    # A seed measured twice (on device "auto" and on "cpu") counts once: it is not a second, independent draw.
    return raced.sort_values("measured_at").drop_duplicates([*RACER, "seed"], keep="last")


def curves(rows: pd.DataFrame) -> pd.DataFrame:
    """One line per curve and moment: mean `accuracy` of the seeds from that moment on, and its 95 % band.

    The seeds' step functions are averaged exactly, at 0 s, at each step of any seed, and at the budget. `half` is half
    the width of the band, over seeds and test images as in `summarise`; `n_learned` is the number of seeds that have a
    trained model by then, rather than the majority class.
    """
    parts = [_curve(group) for _, group in races(rows).groupby(RACER, sort=True, dropna=False)]
    return pd.concat(parts, ignore_index=True)[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)


def _curve(seeds: pd.DataFrame) -> pd.DataFrame:
    """The mean step function of these rows, the seeds of one curve."""
    first = seeds.iloc[0]
    climbs = [climb(steps_in(details)) for details in seeds["details"]]
    step_times = [step.seconds for climbed in climbs for step in climbed]
    moments = np.unique([moment for moment in (0.0, *step_times, first["budget"]) if moment <= first["budget"]])
    shares, n_train = (_values_at(climbs, moments, name) for name in ("accuracy", "n_train"))
    means = pd.DataFrame({"seconds": moments, "accuracy": shares.mean(axis=0), "n_learned": (n_train > 0).sum(axis=0)})
    means = means.assign(
        **{name: first[name] for name in (*RACER, "budget")},
        n_seeds=len(seeds),
        measured_first=seeds["measured_at"].min(),
        measured_last=seeds["measured_at"].max(),
    )
    return with_band(means, variance_over_seeds(shares))


def _values_at(climbs: Sequence[Sequence[RaceStep]], moments: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """The attribute `name` of each seed's best step at each moment, (seeds, moments)."""
    found = []
    for climbed in climbs:
        began = np.array([step.seconds for step in climbed])
        values = np.array([getattr(step, name) for step in climbed], dtype=float)
        found.append(values[np.clip(np.searchsorted(began, moments, side="right") - 1, 0, None)])
    return np.stack(found)


def race_table(rows: pd.DataFrame) -> pd.DataFrame:
    """One line per curve: accuracy at the end with half the width of its band, seconds and tries; means over the seeds.

    `images` is the number of training images of the best model and `tries` the number of models, both written as
    `3,500` or `400 to 3,500`; `energy_kwh` is NaN if no seed has an estimate.
    """
    ends = curves(rows).groupby(RACER, dropna=False).tail(1).set_index(RACER)
    found = [
        {**_side(seeds), "accuracy": ends.loc[key, "accuracy"], "half": ends.loc[key, "half"]}
        for key, seeds in races(rows).groupby(RACER, sort=True, dropna=False)
    ]
    table = pd.DataFrame(found, columns=TABLE)
    return table.sort_values("learner", key=by_rank, kind="stable", ignore_index=True)


def _side(seeds: pd.DataFrame) -> dict[str, object]:
    """What these rows, the seeds of one curve, have in common or on average."""
    details = [json.loads(text) for text in seeds["details"]]
    steps = [steps_in(text) for text in seeds["details"]]
    energy = pd.to_numeric(pd.Series([one.get("energy_kwh") for one in details]), errors="coerce")
    return {
        **seeds.iloc[0][["learner", "device", "origin", "budget", "machine"]],
        **seeds[SECONDS].mean(),
        "seeds": len(seeds),
        "images": range_of([climb(one)[-1].n_train for one in steps]),
        "tries": range_of([sum(step.n_train > 0 for step in one) for one in steps]),
        "ended": ", ".join(sorted({str(one.get("ended", "")) for one in details})),
        "energy_kwh": energy.mean(),
    }
