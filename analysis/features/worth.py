"""The finding of an ablation, in words that claim no more than its intervals allow."""

from collections.abc import Mapping

import pandas as pd

from analysis.common.wording import NOT_ENOUGH, capitalised, listed, number, percents, points
from analysis.features.ablation import Ablation


def worth(found: Ablation, names: Mapping[str, str]) -> str:
    """Two sentences: the accuracy of all families and of the best one alone, and what leaving one out costs."""
    table = found.table
    alone, left_out = table.dropna(subset="alone_change"), table.dropna(subset="without_change")
    if alone.empty and left_out.empty:
        return (
            f"{NOT_ENOUGH}: all families together, and one of them alone or left out, are needed with the same seeds."
        )
    share = percents(found.accuracy, found.low, found.high)[0]
    together = f"All {number(len(table))} families together get {share} right"
    if len(alone):
        together += f"; {_best_alone(alone, names, is_whole=len(alone) == len(table))}"
    costs = [_costs(left_out, names, is_whole=len(left_out) == len(table))] if len(left_out) else []
    return " ".join(f"{sentence}." for sentence in (together, *costs))


def _best_alone(alone: pd.DataFrame, names: Mapping[str, str], *, is_whole: bool) -> str:
    """`the best single family is edge directions: 92 %, 2.1 points less`."""
    leaders = alone[alone["leads"]].sort_values("alone", ascending=False)
    best = leaders.iloc[0]
    share = percents(*best[["alone", "alone_low", "alone_high"]])[0]
    who = listed([_name(family, names) for family in leaders["family"]])
    so_far = "" if is_whole else " so far"
    if len(leaders) > 1:
        return f"the best single families{so_far} are {who}, too close to tell apart: up to {share}, {_behind(best)}"
    return f"the best single family{so_far} is {who}: {share}, {_behind(best)}"


def _behind(best: pd.Series) -> str:
    """How the best single family compares with all families together."""
    if best["alone_change_high"] < 0:
        return f"{_change(best, 'alone')} less"
    if best["alone_change_low"] > 0:
        return f"{_change(best, 'alone')} more"
    return "with no sure difference from all together"


def _costs(left_out: pd.DataFrame, names: Mapping[str, str], *, is_whole: bool) -> str:
    """What leaving out one family surely costs or gains, and for how many families neither is sure."""
    costs = left_out[left_out["without_change_high"] < 0].sort_values("without_change")
    gains = left_out[left_out["without_change_low"] > 0].sort_values("without_change", ascending=False)
    n_rest = len(left_out) - len(costs) - len(gains)
    parts = [f"leaving out {_each(costs, names, 'costs')}"] if len(costs) else []
    parts += [f"leaving out {_each(gains, names, 'gains')}"] if len(gains) else []
    if not parts:
        which = "whichever single family is left out" if is_whole else f"for the {number(n_rest)} left out so far"
        parts = [f"{which}, no difference is sure"]
    elif n_rest:
        parts.append(f"for the other {number(n_rest)} no difference is sure")
    return capitalised("; ".join(parts))


def _each(rows: pd.DataFrame, names: Mapping[str, str], verb: str) -> str:
    """`edge directions costs 1.2 points and colour moments 0.4 points`."""
    changes = [(_name(row["family"], names), _change(row, "without")) for _, row in rows.iterrows()]
    (first, change), *others = changes
    return listed([f"{first} {verb} {change}", *(f"{name} {change}" for name, change in others)])


def _name(family: str, names: Mapping[str, str]) -> str:
    """A family's name within a sentence."""
    name = names.get(family, family)
    return f"{name[0].lower()}{name[1:]}"


def _change(row: pd.Series, kind: str) -> str:
    """The change against all families, in points."""
    change, low, high = row[[f"{kind}_change", f"{kind}_change_low", f"{kind}_change_high"]]
    return points(change, (high - low) / 2)
