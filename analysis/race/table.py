"""What each learner did with the same budget, one line per curve, from the same rows as the curves."""

import json

import pandas as pd

from analysis.common.learners import by_rank
from analysis.common.summary import SECONDS
from analysis.common.wording import span
from analysis.race.curve import RACER, climb, curves, races, steps_in

COLUMNS = [
    "learner", "device", "origin", "budget", "seeds", "accuracy", "half", "images", "tries", "feature_seconds",
    "fit_seconds", "predict_seconds", "ended", "energy_kwh", "machine",
]  # fmt: skip


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
    table = pd.DataFrame(found, columns=COLUMNS)
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
        "images": _span([climb(one)[-1].n_train for one in steps]),
        "tries": _span([sum(step.n_train > 0 for step in one) for one in steps]),
        "ended": ", ".join(sorted({str(one.get("ended", "")) for one in details})),
        "energy_kwh": energy.mean(),
    }


def _span(values: list[int]) -> str:
    return span(min(values), max(values))
