"""What an ablation found, in words that say no more than its intervals allow."""

from collections.abc import Mapping

import pandas as pd

from analysis.common.wording import begun, listed, number
from analysis.features.ablation import Ablation


def worth(found: Ablation, names: Mapping[str, str]) -> str:
    """Two sentences: how far the families go together and alone, and what leaving one out costs."""
    table = found.table
    alone, left_out = table.dropna(subset="alone_change"), table.dropna(subset="without_change")
    if alone.empty and left_out.empty:
        return (
            "Not enough measured yet: all families together, and one of them alone or left out, are needed "
            "with the same seeds."
        )
    together = f"All {number(len(table))} families together get {_percent(found.accuracy, found.low, found.high)} right"
    sentences = [
        f"{together}; {_furthest(alone, names, whole=len(alone) == len(table))}." if len(alone) else f"{together}."
    ]
    if len(left_out):
        sentences.append(f"{_costs(left_out, names, whole=len(left_out) == len(table))}.")
    return " ".join(sentences)


def _furthest(alone: pd.DataFrame, names: Mapping[str, str], *, whole: bool) -> str:
    """`alone, the best is edge directions: 92 %, 2.1 points less`."""
    leaders = alone[alone["leads"]].sort_values("alone", ascending=False)
    best = leaders.iloc[0]
    share = _percent(best["alone"], best["alone_low"], best["alone_high"])
    who = listed([_name(family, names) for family in leaders["family"]])
    the_best = "the best" if whole else "the best so far"
    if len(leaders) > 1:
        return f"alone, {the_best} are {who}, too close to tell apart: up to {share}, {_behind(best)}"
    return f"alone, {the_best} is {who}: {share}, {_behind(best)}"


def _behind(best: pd.Series) -> str:
    """How the best one alone compares with all together."""
    if best["alone_change_high"] < 0:
        return f"{_points(best['alone_change'])} less"
    if best["alone_change_low"] > 0:
        return f"{_points(best['alone_change'])} more"
    return "no sure difference from all together"


def _costs(left_out: pd.DataFrame, names: Mapping[str, str], *, whole: bool) -> str:
    """What leaving one family out surely costs or gains, and for how many it is not sure."""
    costs = left_out[left_out["without_change_high"] < 0].sort_values("without_change")
    gains = left_out[left_out["without_change_low"] > 0].sort_values("without_change", ascending=False)
    n_rest = len(left_out) - len(costs) - len(gains)
    parts = [f"leaving out {_each(costs, names)}"] if len(costs) else []
    parts += [f"without {_each(gains, names, 'it gains')}"] if len(gains) else []
    if not parts:
        told = "whichever single family is left out" if whole else f"of the {number(n_rest)} left out so far"
        parts = [f"{told}, none is surely missed"]
    elif n_rest:
        parts.append(f"for the other {number(n_rest)} no difference is sure")
    return begun("; ".join(parts))


def _each(rows: pd.DataFrame, names: Mapping[str, str], verb: str = "costs") -> str:
    """`edge directions costs 1.2 points, colour moments 0.4 points`."""
    first, *more = [
        (_name(family, names), _points(change))
        for family, change in zip(rows["family"], rows["without_change"], strict=True)
    ]
    return listed([f"{first[0]} {verb} {first[1]}", *(f"{name} {points}" for name, points in more)])


def _name(family: str, names: Mapping[str, str]) -> str:
    """A family's name within a sentence."""
    name = names.get(family, family)
    return f"{name[0].lower()}{name[1:]}"


def _percent(share: float, low: float, high: float) -> str:
    """A share with a decimal where its interval bears one."""
    return f"{100 * share:.{1 if high - low < 0.04 else 0}f} %"


def _points(change: float) -> str:
    """A difference of two shares in percentage points."""
    value = f"{100 * abs(change):.1f}"
    return f"{value} point" if value == "1.0" else f"{value} points"
