"""Which cue each learner can read: accuracy on images in which only one cue reveals the class."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.common.summary import summarise
from analysis.common.variants import settings_of
from analysis.common.wording import NOT_ENOUGH, capitalised, listed, number, percent

Verdict = Literal["reads", "partly", "guesses"]

READS = 0.9
"""A learner reads a cue if the lower end of its 95 % interval is at least this accuracy."""


@dataclass(frozen=True)
class Reader:
    """A row of the board: a learner, with all of its features or only one family of them."""

    name: str  # within a sentence
    label: str  # beside its row
    learner: str
    only: str = ""

    @property
    def settings(self) -> dict[str, str]:
        """The settings of the learner."""
        return {"only": self.only} if self.only else {}


def cue_board(rows: pd.DataFrame, readers: list[Reader], cues: Mapping[str, str], chance: float) -> pd.DataFrame:
    """One row per measured cell: `reader`, `cue`, mean `accuracy`, its band, `n_seeds`, `n_test` and `verdict`.

    `cues` maps data sets to cues; the rows have one size, recipe and origin; `chance` is the accuracy of guessing.
    """
    summary = summarise(rows.assign(machine="", device=""))
    pairs = [(row["learner"], settings_of(row["settings"])) for _, row in summary.iterrows()]
    names = [((reader.learner, reader.settings), reader.name) for reader in readers]
    summary["reader"] = [next((name for known, name in names if known == pair), None) for pair in pairs]
    summary["cue"] = summary["dataset"].map(dict(cues))
    found = summary.dropna(subset=["reader", "cue"])
    columns = ["reader", "cue", "accuracy", "low", "high", "n_seeds", "n_test", "verdict"]
    return found.assign(verdict=[_verdict(low, chance) for low in found["low"]])[columns].reset_index(drop=True)


def _verdict(low: float, chance: float) -> Verdict:
    """What the lower end of a cell's interval supports."""
    if low >= READS:
        return "reads"
    return "partly" if low > chance else "guesses"


def readings(board: pd.DataFrame, readers: list[Reader], cues: Mapping[str, str]) -> str:
    """The finding: which cues each learner reads, which no family reads, and what each family reads.

    Only learners and families that were measured on all cues are named.
    """
    learners = _read_by(board, [reader for reader in readers if not reader.only], cues)
    families = _read_by(board, [reader for reader in readers if reader.only], cues)
    if not learners and not families:
        return f"{NOT_ENOUGH}: a row is included only when all of its cues have been measured."
    clauses = ["; ".join(learners), _read_by_no_family(board, readers, cues), "; ".join(families)]
    return " ".join(capitalised(f"{clause}.") for clause in clauses if clause)


def _read_by_no_family(board: pd.DataFrame, readers: list[Reader], cues: Mapping[str, str]) -> str:
    """Which cues neither a family alone nor all together read, and who comes closest; empty if a cell is missing."""
    alone = [reader.name for reader in readers if reader.only]
    together = [reader.name for reader in readers if reader.learner == "svm" and not reader.only]
    cells = board[board["reader"].isin([*alone, *together])]
    if not alone or not together or len(cells) < (len(alone) + len(together)) * len(cues):
        return ""
    read = set(cells.loc[cells["verdict"] == "reads", "cue"])
    unread = [cue for cue in cues.values() if cue not in read]
    best = [cells.loc[cells.loc[cells["cue"] == cue, "accuracy"].idxmax()] for cue in unread]
    by = [f"by {cue} " if len(unread) > 1 else "" for cue in unread]
    closest = listed(
        [f"{at}{row['reader']} comes closest ({percent(row['accuracy'])})" for at, row in zip(by, best, strict=True)]
    )
    which = f"none of the {number(len(alone))} families" if len(alone) > 1 else "not the one family"
    who = (
        f"{which} measured alone, nor {together[0]}, certainly gets {percent(READS)} right by {' or by '.join(unread)}"
    )
    return f"{who}; {closest}" if unread else ""


def _read_by(board: pd.DataFrame, readers: list[Reader], cues: Mapping[str, str]) -> list[str]:
    """`the SVM and the CNN each read all four cues reliably`: a clause for each set of cues."""
    names_by: dict[str, list[str]] = {}
    for reader in readers:
        cells = board[board["reader"] == reader.name].set_index("cue")["verdict"]
        if set(cells.index) == set(cues.values()):
            read = [cue for cue in cues.values() if cells[cue] == "reads"]
            names_by.setdefault(_cues_in_words(read, len(cues)), []).append(reader.name)
    return [
        f"{listed(names)} {'reads' if len(names) == 1 else 'each read'} {what} reliably"
        for what, names in names_by.items()
    ]


def _cues_in_words(read: list[str], n_cues: int) -> str:
    """`only colour`, `colour and texture`, `all four cues`, `none of the four cues`."""
    if not read:
        return f"none of the {number(n_cues)} cues"
    if len(read) == n_cues:
        return f"all {number(n_cues)} cues"
    return f"only {read[0]}" if len(read) == 1 else listed(read)
