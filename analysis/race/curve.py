"""The race, read from its rows: what each learner answered best, by validation, at each moment of the clock."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.summary import SERIES, half_width
from analysis.common.variants import settings_of

RACE = "race"
"""The recipe of rows that are races."""

RACER = [*SERIES, "n_train"]
"""Rows that agree in all of these are seeds of one curve; the settings among them hold the budget."""

COLUMNS = [
    *RACER, "budget", "seconds", "accuracy", "low", "high", "half", "n_seeds", "n_learnt", "measured_first",
    "measured_last",
]  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A model that was tried: when it was ready, on how many images, and its shares right, from 0 to 1."""

    seconds: float
    n_train: int
    validation: float
    accuracy: float
    settings: Mapping[str, Any] = field(default_factory=dict)


def steps_of(told: Sequence[Mapping[str, Any]]) -> list[Step]:
    """The steps as they stand in `details`, in the order of the clock."""
    return [Step(*(step[name] for name in Step.__dataclass_fields__)) for step in told]


def steps_in(details: str) -> list[Step]:
    """The steps of a row; `details` is its JSON text."""
    return steps_of(json.loads(details or "{}").get("steps", []))


def steps_found(found: str) -> list[Step]:
    """The steps of a race that still runs; `found` is their JSON text, empty before the first."""
    return steps_of(json.loads(found or "[]"))


def budget_of(settings: str) -> float:
    """The seconds that a row's race could last; `settings` is JSON text."""
    return float(settings_of(settings).get("budget_seconds", 0))


def climb(steps: Sequence[Step]) -> list[Step]:
    """The steps that were best by validation when they came: of two that are alike the earlier stays."""
    best: list[Step] = []
    for step in steps:
        if not best or step.validation > best[-1].validation:
            best.append(step)
    return best


def best_at(climbed: Sequence[Step], seconds: float) -> Step:
    """The step that a climb stands on at this moment; the first, always the commonest class, is there at 0 s."""
    return [climbed[0], *(step for step in climbed[1:] if step.seconds <= seconds)][-1]


def races(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that are races, each seed once, with their `budget` in seconds."""
    raced = rows[(rows["recipe"] == RACE) & rows["details"].map(lambda text: bool(steps_in(text))).astype(bool)]
    raced = raced.assign(budget=raced["settings"].map(budget_of))
    # A seed measured twice (asked for as "auto" and as "cpu") counts once: it is no second, independent draw.
    return raced.sort_values("measured_at").drop_duplicates([*RACER, "seed"], keep="last")


def curves(rows: pd.DataFrame) -> pd.DataFrame:
    """One line a curve and moment: mean `accuracy` of the seeds from that moment on, and its 95 % band.

    The seeds' step functions are averaged exactly: moments are those at which any of them steps, 0 s, and the budget.
    `half` is half the band, over seeds and test images as in `summarise`; `n_learnt` tells how many seeds have a
    model by then, and not only the commonest class.
    """
    groups = races(rows).groupby(RACER, sort=True, dropna=False)
    parts = [_curve(group) for _, group in groups]
    return pd.concat(parts, ignore_index=True)[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)


def _curve(seeds: pd.DataFrame) -> pd.DataFrame:
    """The mean step function of these rows, which are the seeds of one curve."""
    first = seeds.iloc[0]
    climbs = [climb(steps_in(details)) for details in seeds["details"]]
    stepped = [step.seconds for climbed in climbs for step in climbed]
    moments = np.unique([moment for moment in (0.0, *stepped, first["budget"]) if moment <= first["budget"]])
    shares = _held(climbs, moments, "accuracy")
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
        "n_learnt": (_held(climbs, moments, "n_train") > 0).sum(axis=0),
    }
    return pd.DataFrame(columns).assign(
        **{name: first[name] for name in (*RACER, "budget")},
        n_seeds=len(seeds),
        measured_first=seeds["measured_at"].min(),
        measured_last=seeds["measured_at"].max(),
    )


def _held(climbs: Sequence[Sequence[Step]], moments: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """(seeds, moments): what each seed's best step by then says under this name."""
    found = []
    for climbed in climbs:
        began = np.array([step.seconds for step in climbed])
        values = np.array([getattr(step, name) for step in climbed], dtype=float)
        found.append(values[np.clip(np.searchsorted(began, moments, side="right") - 1, 0, None)])
    return np.stack(found)
