"""What each side did with the same budget: a line a curve, from the same rows as the curves."""

import json

import pandas as pd

from analysis.race.curve import RACER, climb, curves, races, steps_in

COLUMNS = [
    "learner", "origin", "budget", "seeds", "accuracy", "half", "images", "tries", "feature_seconds", "fit_seconds",
    "predict_seconds", "ended", "energy_kwh", "machine",
]  # fmt: skip


def race_table(rows: pd.DataFrame) -> pd.DataFrame:
    """One line a side: share right at the end with half its band, seconds, and tries; numbers are means of the seeds.

    `images` are those that the best model learnt from, `tries` how many models were tried, both as `3,500` or
    `400 to 3,500`; `energy_kwh` is missing where no seed's was estimated.
    """
    ends = curves(rows).groupby(RACER, dropna=False).tail(1).set_index(RACER)
    found = [
        {**_side(seeds), "accuracy": ends.loc[key, "accuracy"], "half": ends.loc[key, "half"]}
        for key, seeds in races(rows).groupby(RACER, sort=True, dropna=False)
    ]
    table = pd.DataFrame(found, columns=COLUMNS)
    return table.sort_values("learner", ascending=False, kind="stable", ignore_index=True)  # the SVM first, as on pages


def _side(seeds: pd.DataFrame) -> dict[str, object]:
    """What these rows, the seeds of one curve, have in common or on average."""
    told = [json.loads(text) for text in seeds["details"]]
    steps = [steps_in(text) for text in seeds["details"]]
    energy = pd.to_numeric(pd.Series([details.get("energy_kwh") for details in told]), errors="coerce")
    seconds = {name: seeds[name].mean() for name in ("feature_seconds", "fit_seconds", "predict_seconds")}
    return {
        **{name: seeds[name].iloc[0] for name in ("learner", "origin", "budget", "machine")},
        **seconds,
        "seeds": len(seeds),
        "images": _span([climb(one)[-1].n_train for one in steps]),
        "tries": _span([sum(step.n_train > 0 for step in one) for one in steps]),
        "ended": ", ".join(sorted({str(details.get("ended", "")) for details in told})),
        "energy_kwh": energy.mean(),
    }


def _span(values: list[int]) -> str:
    """`400 to 3,500`, or the one value."""
    low, high = min(values), max(values)
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
