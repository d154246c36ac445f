"""Who is closer to the target at equal numbers of parameters: the network or fixed features."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

Verdict = Literal["learned", "fixed", "either"]

NETWORK = "network"


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
