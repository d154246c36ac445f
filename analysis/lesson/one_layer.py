"""The verdict on one hidden layer: whether it comes close to continuous functions, and whether training finds it."""

import pandas as pd

from analysis.approximation.names import error, of_target
from analysis.common.machine import device_name
from analysis.common.wording import count, number
from analysis.lesson.evidence import Evidence
from analysis.lesson.verdict import Answer, Condition, Verdict, judge

CONTINUOUS = ("waves", "growth", "kink", "zigzag", "bump")
"""Steps and a sawtooth jump, so that the theorem says nothing about them."""

CLOSE = 0.01
"""The largest error that counts as close, for values from -1 to 1: on a chart both lines look like one."""


def one_layer(evidence: Evidence) -> Verdict:
    """Whether some number of units comes close to each continuous function, and does so with every seed.

    Each function is a condition, at the first number of units with which any seed comes close.
    """
    rows = evidence.approximated
    if rows.empty:
        return judge([])
    tried = rows[(rows["family"] == "network") & (rows["depth"] == 1) & rows["target"].isin(CONTINUOUS)]
    conditions = [
        _condition(str(target), group) for (target, _), group in tried.groupby(["target", "origin"], sort=True)
    ]
    return judge(conditions, "the units suffice, but training does not find it with every seed")


def _condition(target: str, rows: pd.DataFrame) -> Condition:
    by_units = rows.sort_values("units")
    best = by_units["errors"].map(min)
    close = by_units[best <= CLOSE]
    shown = close.iloc[0] if len(close) else by_units.loc[best.idxmin()]
    answer: Answer = "no" if close.empty else "yes" if max(shown["errors"]) <= CLOSE else "partly"
    return Condition(
        of_target(target),
        answer,
        f"with {count(shown['units'])} hidden units {_errors(shown['errors'])}",
        float(shown["units"]),
        f"recorded on {device_name(str(shown['machine']), 'cpu')}",
        origin=str(shown["origin"]),
    )


def _errors(errors: list[float]) -> str:
    """`the best of five seeds is off by 0.0055, the worst by 0.027`."""
    if len(errors) == 1:
        return f"the only seed is off by {error(errors[0])}"
    return f"the best of {number(len(errors))} seeds is off by {error(min(errors))}, the worst by {error(max(errors))}"
