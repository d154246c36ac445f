"""Who is closer to the target at as many parameters, the network or fixed features, and what the seed decides."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.approximation.names import FAMILIES, LAYERS, LEAST, error, of_target
from analysis.common.wording import NOT_ENOUGH, capitalised, count, counted, figures, listed, span

Verdict = Literal["learned", "fixed", "either"]

NETWORK = "network"
NOTHING = f"{NOT_ENOUGH} to compare."

LEAST_TELLING = 0.02
"""A hundredth of the chart's height: a fit whose worst error is smaller looks like the target."""
CLEAR = 2.0
"""If the worst error is less than this many times the best, the start hardly matters."""


@dataclass(frozen=True)
class Comparison:
    """One size of the network beside the better fixed features with as many parameters.

    `best` and `worst` are the network's errors over seeds, `fixed` is the error of the features of this `family`.
    """

    n_parameters: int
    best: float
    worst: float
    fixed: float
    family: str

    @property
    def verdict(self) -> Verdict:
        """`learned` or `fixed` only if every seed agrees, and `either` if it depends on the seed."""
        if self.worst < self.fixed:
            return "learned"
        return "fixed" if self.best > self.fixed else "either"


def points(rows: pd.DataFrame) -> pd.DataFrame:
    """Each row with the `median`, `low` and `high` of its errors and the number of seeds, fewest parameters first."""
    errors = [np.asarray(one, float) for one in rows["errors"]]
    made = rows.assign(
        median=[float(np.median(one)) for one in errors],
        low=[float(one.min()) for one in errors],
        high=[float(one.max()) for one in errors],
        n_seeds=[len(one) for one in errors],
    )
    return made.sort_values(["family", "n_parameters"], kind="stable").reset_index(drop=True)


def comparisons(table: pd.DataFrame, depth: int) -> list[Comparison]:
    """Every network size of this depth for which `points` have fixed features with as many parameters."""
    networks = table[(table["family"] == NETWORK) & (table["depth"] == depth)]
    lines = {family: line for family, line in table.groupby("family") if family != NETWORK}
    found = []
    for _, network in networks.iterrows():
        n = int(network["n_parameters"])
        fixed = {str(family): error for family, line in lines.items() if (error := at(line, n)) is not None}
        if fixed:
            family = min(fixed, key=fixed.__getitem__)
            ends = float(network["low"]), float(network["high"])
            found.append(Comparison(n, *ends, fixed[family], family))
    return found


def at(line: pd.DataFrame, n: int) -> float | None:
    """The error of fixed features with this many parameters, interpolated between measured sizes on log axes."""
    sizes = line["n_parameters"].to_numpy(float)
    if not sizes.min() <= n <= sizes.max():
        return None
    return float(np.exp(np.interp(np.log(n), np.log(sizes), np.log(np.maximum(line["median"], 1e-300)))))


def overall(rows: pd.DataFrame, depth: int) -> str:
    """On which targets a network of this depth wins at most sizes, and on which fixed features do."""
    groups = rows.groupby("target", sort=False)
    by_target = {of_target(str(target)): comparisons(points(group), depth) for target, group in groups}
    verdicts = {name: [size.verdict for size in sizes] for name, sizes in by_target.items() if sizes}
    if not verdicts:
        return NOTHING
    learned, fixed = (
        [name for name, winners in verdicts.items() if 2 * winners.count(who) > len(winners)]
        for who in ("learned", "fixed")
    )
    rest = [name for name in verdicts if name not in (*learned, *fixed)]
    clauses = [f"learned features win at most sizes on {listed(learned)}"] if learned else []
    win = "fixed ones" if learned else "fixed features win at most sizes"
    clauses += [f"{win} on {listed(fixed)}"] if fixed else []
    sentences = [f"{capitalised('; '.join(clauses))}."] if clauses else []
    sentences += [f"On {listed(rest)} neither does."] if rest else []
    seeds = int(rows["errors"].map(len).max())
    basis = f"Here a win means that all {seeds} seeds agree" if seeds > 1 else "Here each network has one seed"
    return " ".join([*sentences, f"{basis}, at equal numbers of parameters, for networks with {LAYERS[depth]}."])


def on_target(name: str, rows: pd.DataFrame, depth: int) -> str:
    """Who is closer to this target, at how many of the sizes, and where most clearly."""
    found = comparisons(points(rows), depth)
    if not found:
        return NOTHING
    return f"{capitalised(of_target(name))}: {_counts(found)}. {_clearest(found)}".strip()


def _counts(found: list[Comparison]) -> str:
    """Who is closer at how many of the sizes."""
    words = {
        "learned": "every seed of the network is closer than both polynomials and Fourier series",
        "fixed": "fixed features are closer than every seed",
        "either": "it depends on the seed",
    }
    parts: list[str] = []
    for verdict, clause in words.items():
        places = [place for place, one in enumerate(found) if one.verdict == verdict]
        if len(places) == len(found):
            return f"at {f'all {len(found)} sizes' if len(found) > 1 else 'the only size'} {clause}"
        if places:
            total = "" if parts else f" of {len(found)} sizes"
            parts.append(f"at {len(places)}{total}{_where(found, places)} {clause}")
    return listed(parts)


def _where(found: list[Comparison], places: list[int]) -> str:
    """The sizes in parameters: all, if they are few, or the first and the last, if no size between them is missing."""
    sizes = [count(found[place].n_parameters) for place in places]
    if len(sizes) <= 3:
        return f" ({listed(sizes)} parameters)"
    is_whole = places[-1] - places[0] + 1 == len(places)
    return f" ({sizes[0]} to {sizes[-1]} parameters)" if is_whole else ""


def _clearest(found: list[Comparison]) -> str:
    """Both errors at the size where the network is furthest ahead or, if it never is, where fixed features are."""
    if learned := [one for one in found if one.verdict == "learned"]:
        one = max(learned, key=lambda one: one.fixed / max(one.worst, LEAST))
        return (
            f"Most clearly with {count(one.n_parameters)} parameters: the network is off by {error(one.worst)} at "
            f"worst, {FAMILIES[one.family]} by {error(one.fixed)}."
        )
    if fixed := [one for one in found if one.verdict == "fixed"]:
        one = max(fixed, key=lambda one: one.best / max(one.fixed, LEAST))
        return (
            f"Most clearly with {count(one.n_parameters)} parameters: {FAMILIES[one.family]} "
            f"{'are' if one.family == 'polynomials' else 'is'} off by {error(one.fixed)}, the network by "
            f"{error(one.best)} at best."
        )
    return ""


@dataclass(frozen=True)
class Luck:
    """The seeds with the smallest and the largest error among `n_seeds`."""

    units: int
    best_seed: int
    best: float
    worst_seed: int
    worst: float
    n_seeds: int

    @property
    def ratio(self) -> float:
        """How many times as large the worst error is; errors too small to be seen count as equal."""
        return max(self.worst, LEAST) / max(self.best, LEAST)


def luck(rows: pd.DataFrame, depth: int) -> dict[int, Luck]:
    """The luck of each size of this depth that has at least two seeds, by its number of units."""
    found = {}
    for _, row in rows[(rows["family"] == NETWORK) & (rows["depth"] == depth)].iterrows():
        errors = list(row["errors"])
        if len(errors) > 1:
            best, worst = min(errors), max(errors)
            units = int(row["units"])
            found[units] = Luck(units, errors.index(best), best, errors.index(worst), worst, len(errors))
    return found


def most_telling(found: dict[int, Luck]) -> int | None:
    """The number of units at which the seed decides most, among sizes whose worst fit visibly fails; else None."""
    visible = [one for one in found.values() if one.worst >= LEAST_TELLING and one.ratio >= CLEAR]
    return max(visible, key=lambda one: one.ratio).units if visible else None


def luck_in_words(one: Luck) -> str:
    """How far the best and the worst seed are apart, and what it means."""
    same = f"{counted(one.units, 'hidden unit')}, the same points, {count(one.n_seeds)} random starts:"
    low, high = sorted((one.best, one.worst))
    if one.ratio < CLEAR:
        return f"{same} they end {span(low, high, error)} off. At this size the start hardly matters."
    note = "" if one.worst >= LEAST_TELLING else " Here the difference is too small to see."
    return (
        f"{same} seed {one.best_seed} ends {error(one.best)} off, seed {one.worst_seed} ends {error(one.worst)} off, "
        f"{figures(one.ratio)} times as far. Weights for the better fit exist, and from seed {one.worst_seed} training "
        f"did not find them.{note}"
    )
