"""Which cue each way of seeing can read: accuracies on images in which one cue alone tells the class."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.common.summary import summarise
from analysis.common.variants import settings_of
from analysis.common.wording import begun, listed, number

Verdict = Literal["reads", "partly", "guesses"]

READS = 0.9
"""Reading a cue is answering at least this share right, surely: the 95 % interval's lower end counts."""


@dataclass(frozen=True)
class Eye:
    """A way of seeing: a learner, with all its features or only one family of them."""

    name: str  # within a sentence
    label: str  # at its row
    learner: str
    only: str = ""

    @property
    def settings(self) -> dict[str, str]:
        """What the learner is told."""
        return {"only": self.only} if self.only else {}


def cue_board(rows: pd.DataFrame, eyes: list[Eye], cues: Mapping[str, str], chance: float) -> pd.DataFrame:
    """One row a measured cell: `eye`, `cue`, mean `accuracy`, band `low` to `high`, `n_seeds`, `n_test`, `verdict`.

    `cues` are the names of the cues by data set; rows are of one size, recipe and origin. `chance` is guessing's share.
    """
    summary = summarise(rows.assign(machine="", device=""))
    summary["eye"] = [_eye(row["learner"], settings_of(row["settings"]), eyes) for _, row in summary.iterrows()]
    summary["cue"] = summary["dataset"].map(dict(cues))
    found = summary.dropna(subset=["eye", "cue"])
    verdicts = [_verdict(low, chance) for low in found["low"]]
    names = ["eye", "cue", "accuracy", "low", "high", "n_seeds", "n_test"]
    return found.assign(verdict=verdicts)[[*names, "verdict"]].reset_index(drop=True)


def _eye(learner: str, settings: dict[str, str], eyes: list[Eye]) -> str | None:
    names = [eye.name for eye in eyes if eye.learner == learner and eye.settings == settings]
    return names[0] if names else None


def _verdict(low: float, chance: float) -> Verdict:
    """What is sure of one cell."""
    if low >= READS:
        return "reads"
    return "partly" if low > chance else "guesses"


def readings(board: pd.DataFrame, eyes: list[Eye], cues: Mapping[str, str]) -> str:
    """The finding: which of the cues each eye reads; eyes that are not measured on all cues are left out."""
    told: dict[str, list[str]] = {}
    for eye in eyes:
        cells = board[board["eye"] == eye.name].set_index("cue")["verdict"]
        if set(cells.index) == set(cues.values()):
            read = [cue for cue in cues.values() if cells[cue] == "reads"]
            told.setdefault(_what(read, len(cues)), []).append(eye.name)
    if not told:
        return "Not enough measured yet: a row is judged when every cue has been measured for it."
    return begun("; ".join(_clause(names, what) for what, names in told.items()) + ".")


def _clause(names: list[str], what: str) -> str:
    """`the network reads all four`; several eyes that read the same share one clause."""
    return f"{listed(names)} {'reads' if len(names) == 1 else 'each read'} {what}"


def _what(read: list[str], n_cues: int) -> str:
    """`only colour`, `colour and texture`, or all or none of them."""
    if not read:
        return f"none of the {number(n_cues)} cues"
    if len(read) == n_cues:
        return f"all {number(n_cues)} cues"
    return f"only {read[0]}" if len(read) == 1 else listed(read)
