"""The race, read from its rows: the accuracy of each learner's best model so far, at each moment of its clock."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.summary import SERIES, half_width
from analysis.common.variants import RACE, settings_of

RACER = [*SERIES, "n_train"]
"""Rows that agree in all of these are seeds of one curve; the settings contain the budget."""

COLUMNS = [
    *RACER, "budget", "seconds", "accuracy", "low", "high", "half", "n_seeds", "n_learned", "measured_first",
    "measured_last",
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
    shares = _values_at(climbs, moments, "accuracy")
    n_seeds, n_test = (np.full(len(moments), n) for n in (len(seeds), first["n_test"]))
    spread = shares.var(axis=0, ddof=1) if len(seeds) > 1 else np.zeros(len(moments))
    mean = shares.mean(axis=0)
    half = half_width(mean, spread, n_seeds, n_test)
    columns = {
        "seconds": moments,
        "accuracy": mean,
        "low": np.clip(mean - half, 0, 1),
        "high": np.clip(mean + half, 0, 1),
        "half": half,
        "n_learned": (_values_at(climbs, moments, "n_train") > 0).sum(axis=0),
    }
    return pd.DataFrame(columns).assign(
        **{name: first[name] for name in (*RACER, "budget")},
        n_seeds=len(seeds),
        measured_first=seeds["measured_at"].min(),
        measured_last=seeds["measured_at"].max(),
    )


def _values_at(climbs: Sequence[Sequence[RaceStep]], moments: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """The attribute `name` of each seed's best step at each moment, (seeds, moments)."""
    found = []
    for climbed in climbs:
        began = np.array([step.seconds for step in climbed])
        values = np.array([getattr(step, name) for step in climbed], dtype=float)
        found.append(values[np.clip(np.searchsorted(began, moments, side="right") - 1, 0, None)])
    return np.stack(found)
