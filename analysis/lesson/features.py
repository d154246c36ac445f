"""Verdicts on handcrafted features: what they miss, whether they adapt, and what a new problem asks for."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.common.wording import listed, percents
from analysis.features.ablation import Ablation
from analysis.features.cue_board import READS, Reader, cue_board
from analysis.lesson.evidence import ONE_CUE, Evidence, Place, families_alone
from analysis.lesson.verdict import Answer, Condition, Verdict, judge
from analysis.lesson.words import minus

CHANCE = 0.25
"""The accuracy of guessing there: each has four classes."""

SAME_ORDER = 0.8
"""A rank correlation from which on two data sets are said to want the same families."""

N_DRAWS = 2_000


def missed_patterns(evidence: Evidence) -> Verdict:
    """Whether there is a cue that the CNN reads and the SVM on all families does not."""
    rows = evidence.results
    cues = rows[rows["dataset"].str.startswith(ONE_CUE) & rows["learner"].isin(["svm", "cnn"])]
    kinds = ["origin", "recipe", "n_train"]
    conditions = [_board(evidence.place(group), group) for _, group in cues.groupby(kinds, sort=True)]
    return judge([one for one in conditions if one], "only single families miss them")


def _board(place: Place, rows: pd.DataFrame) -> Condition | None:
    """What one size, recipe and origin says; None without a cue that both sides were asked about."""
    families = sorted(families_alone(rows))
    readers = [Reader(one, one, "svm", one) for one in families]
    readers += [Reader("svm", "", "svm"), Reader("cnn", "", "cnn")]
    cues = {name: name.removeprefix(ONE_CUE) for name in sorted(rows["dataset"].unique())}
    board = cue_board(rows, readers, cues, CHANCE).set_index(["reader", "cue"])
    asked = [cue for cue in cues.values() if {("svm", cue), ("cnn", cue)} <= set(board.index)]
    if not asked:
        return None
    read = [cue for cue in asked if board.loc[("cnn", cue), "verdict"] == "reads"]
    answer, measured = _missed(board, asked, read, families)
    drawn = replace(place, where=f"drawn shapes, {place.recipe} training")
    return drawn.condition(answer, measured, 0, float(rows["n_train"].iloc[0]))


def _missed(board: pd.DataFrame, asked: list[str], read: list[str], families: list[str]) -> tuple[Answer, str]:
    """Missed by all families together; by each single one; or by none."""
    gaps = {cue: board.loc[("cnn", cue), "low"] - board.loc[("svm", cue), "high"] for cue in read}
    missed = [cue for cue in read if board.loc[("svm", cue), "high"] < READS and gaps[cue] > 0]
    if missed:
        cue = max(missed, key=gaps.__getitem__)
        return "yes", f"told by {cue} alone, {_both(board, cue)}"
    shown = (read or asked)[0]
    if not read or any(board.loc[("svm", cue), "verdict"] != "reads" for cue in read):
        return "open", f"told by {shown} alone, {_both(board, shown)}"
    alone = [one for one in families if all((one, cue) in board.index for cue in read)]
    if alone and all(any(board.loc[(one, cue), "verdict"] != "reads" for cue in read) for one in alone):
        return "partly", f"each single family misses one of {listed(read)}, all together read them"
    return "no", f"told by {shown} alone, {_both(board, shown)}"


def _both(board: pd.DataFrame, cue: str) -> str:
    """Both accuracies with their intervals."""
    each = []
    for reader, who in (("svm", "all families together get"), ("cnn", "the CNN gets")):
        share, low, high = percents(*board.loc[(reader, cue), ["accuracy", "low", "high"]])
        each.append(f"{who} {share} right ({low} to {high})")
    return listed(each)


def do_not_adapt(evidence: Evidence) -> Verdict:
    """Whether the best family alone differs between data sets."""
    return judge([_best_differ(evidence, *pair) for pair in combinations(evidence.ablations, 2)])


def _best_differ(evidence: Evidence, one: tuple[Place, Ablation], other: tuple[Place, Ablation]) -> Condition:
    best = [set(found.table["family"][found.table["leads"]]) for _, found in (one, other)]
    answer: Answer = "yes" if not best[0] & best[1] else "no" if best[0] == best[1] and len(best[0]) == 1 else "open"
    each = [
        f"best alone on {evidence.name(found.scored.dataset)}: {_leader(evidence, found)}" for _, found in (one, other)
    ]
    return _pair(one, other, answer, "; ".join(each))


def _leader(evidence: Evidence, found: Ablation) -> str:
    """`HOG, 92.4 % (91.0 % to 93.8 %)`."""
    row = found.table.loc[found.table["alone"].idxmax()]
    share, low, high = percents(row["alone"], row["alone_low"], row["alone_high"])
    return f"{evidence.name(row['family'])}, {share} ({low} to {high})"


def need_redesign(evidence: Evidence) -> Verdict:
    """Whether the order of the families' worth differs between data sets, by the rank correlation."""
    return judge([_order(evidence, *pair) for pair in combinations(evidence.ablations, 2)])


def _order(evidence: Evidence, one: tuple[Place, Ablation], other: tuple[Place, Ablation]) -> Condition:
    tables = [found.table.set_index("family") for _, found in (one, other)]
    both = (
        tables[0]
        .merge(tables[1], left_index=True, right_index=True, suffixes=("", "_other"))
        .dropna(subset=["alone", "alone_other"])
    )
    random = np.random.default_rng(0)
    drawn = [_ranks(_drawn(both, suffix, random)) for suffix in ("", "_other")]
    means = [_ranks(both[[f"alone{suffix}"]].to_numpy().T) for suffix in ("", "_other")]
    value, draws = float(_correlation(*means)[0]), _correlation(*drawn)
    low, high = np.quantile(draws, (0.025, 0.975))
    low, high = min(float(low), value), max(float(high), value)
    answer: Answer = "yes" if high < SAME_ORDER else "no" if low >= SAME_ORDER else "open"
    titles = listed([evidence.name(found.scored.dataset) for _, found in (one, other)])
    measured = f"rank correlation of {len(both)} families between {titles}: {value:.2f} ({low:.2f} to {high:.2f})"
    return _pair(one, other, answer, minus(measured))


def _drawn(table: pd.DataFrame, suffix: str, random: np.random.Generator) -> np.ndarray:
    """Draws of the accuracies alone within their intervals, (draws, families)."""
    half = (table[f"alone_high{suffix}"] - table[f"alone_low{suffix}"]).to_numpy() / 2
    return table[f"alone{suffix}"].to_numpy() + half / 1.96 * random.standard_normal((N_DRAWS, len(table)))


def _ranks(values: np.ndarray) -> np.ndarray:
    return values.argsort(axis=1).argsort(axis=1).astype(float)


def _correlation(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Spearman's rank correlation, row by row."""
    first, second = (ranks - ranks.mean(axis=1, keepdims=True) for ranks in (one, other))
    return (first * second).sum(axis=1) / np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))


def _pair(one: tuple[Place, Ablation], other: tuple[Place, Ablation], answer: Answer, measured: str) -> Condition:
    sources = listed(sorted({place.source for place, _ in (one, other)}))
    both = replace(one[0], where="", source=sources)
    return both.condition(answer, measured, min(found.n_train for _, found in (one, other)))
