"""What training on images with a change is worth: under that change, under all others, and on unchanged images."""

import numpy as np
import pandas as pd

from analysis.common.learners import clause
from analysis.common.wording import TOO_CLOSE, gap, number, percent
from analysis.robustness.finding import luck
from analysis.robustness.losses import apart
from analysis.robustness.names import named

SAME = ["dataset", "data_version", "n_test", "n_train", "recipe", "learner"]
"""Models that agree in all of these are compared, wherever they were measured: accuracies do not depend on that."""
ENDS = {"accuracy": ("low", "high")}
"""The ends of an interval that are not named after its value."""


def what_training_on_it_does(ordinary: pd.DataFrame, trained: pd.DataFrame, change: str) -> list[str]:
    """A sentence for each learner that was trained both ways; `trained` are rows of models trained on this change."""
    trained = trained[trained["trained_on"] == change]
    if ordinary.empty or trained.empty:
        return []
    both = _latest(ordinary, change).merge(_latest(trained, change), on=SAME, suffixes=("", "_trained"))
    sentences = [_sentence(row, change) for _, row in both.iterrows()]
    n_seeds = both[["n_seeds", "n_seeds_trained"]].min(axis=1)
    return [*sentences, luck(pd.DataFrame({"n_seeds": n_seeds}))] if (n_seeds == 1).any() else sentences


def _latest(rows: pd.DataFrame, change: str) -> pd.DataFrame:
    """One curve for each learner: the curve with the most seeds or, of several, the one that was measured last."""
    return apart(rows, change).sort_values(["n_seeds", "measured_last"]).drop_duplicates(SAME, keep="last")


def _sentence(row: pd.Series, change: str) -> str:
    """What one learner loses and keeps."""
    what, others = named(change).clause, int(row["n_changes"]) - 1
    under = f"{_instead(row, 'lost')} of the accuracy under {what} {_how_sure(row, 'lost')}"
    elsewhere = (
        f"{_instead(row, 'others')} under the {f'{number(others)} other changes' if others > 1 else 'other change'}"
    )
    elsewhere += f" {_how_sure(row, 'others')}"
    before, now = (percent(row[f"accuracy{end}"], _half(row, "accuracy")) for end in ("", "_trained"))
    price = f"of unchanged test images {now} are right instead of {before} "
    price += _how_sure(row, "accuracy", "fewer")
    return f"Trained on images with {what}, {clause(row['learner'], 'lose')} {under} and {elsewhere}; {price}."


def _instead(row: pd.Series, what: str) -> str:
    """`3 % instead of 19 %`."""
    half = _half(row, what)
    return f"{_signed(row[f'{what}_trained'], half)} instead of {_signed(row[what], half)}"


def _signed(share: float, half: float) -> str:
    """A share with its sign, unless it rounds to nothing."""
    written = percent(abs(share), half)
    is_nothing = not written.strip("0. %")  # `0 %`, `0.0 %`
    return f"−{written}" if share < 0 and not is_nothing else written


def _how_sure(row: pd.Series, what: str, less: str = "less") -> str:
    """`(16 points less, 14 to 18)`, or that it is too close to call."""
    before, now, half = row[what], row[f"{what}_trained"], _half(row, what)
    if abs(before - now) <= half:
        return f"({TOO_CLOSE})"
    low, high = (percent(abs(before - now) + end, half).removesuffix(" %") for end in (-half, half))
    return f"({gap(before, now, half)} {less if now < before else 'more'}, {low} to {high})"


def _half(row: pd.Series, what: str) -> float:
    """Half the width of the difference's interval, too wide if anything."""
    low, high = ENDS.get(what, (f"{what}_low", f"{what}_high"))
    return float(np.hypot(*((row[f"{high}{end}"] - row[f"{low}{end}"]) / 2 for end in ("", "_trained"))))
