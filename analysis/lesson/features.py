"""Verdicts on features: what handcrafted ones miss, what new problems ask for, what matters more, what layers hold."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import special

from analysis.common.swap_cells import LEARNER
from analysis.common.wording import listed, percents, uncapitalised
from analysis.features.ablation import Ablation
from analysis.features.cue_board import READS, Reader, cue_board
from analysis.features.layers import Hierarchy, hierarchies, rise, steps_without_gain
from analysis.features.swap_board import cell_of, swap_board
from analysis.lesson.evidence import CURVE, IMAGES, ONE_CUE, Evidence, Place, families_alone
from analysis.lesson.verdict import Answer, Condition, Verdict, judge
from analysis.lesson.words import ONE_SEED, between

CHANCE = 0.25
"""The accuracy of guessing on the data sets with one cue, which have four classes."""

TURNED = 1 / 6
"""If at least this share of pairs of families is in another order, a data set is said to ask for other features."""

SAME = [*IMAGES, "recipe"]
"""CNNs of one origin that agree in these differ only in the number of training images."""


def missed_patterns(evidence: Evidence) -> Verdict:
    """Whether there is a cue that the CNN reads and the SVM on all families does not."""
    rows = evidence.results
    cues = rows[rows["dataset"].str.startswith(ONE_CUE) & rows["learner"].isin(["svm", "cnn"])]
    groups = evidence.each(cues, ["origin", "recipe", "n_train"])
    return judge([_cue_condition(*one) for one in groups], "only single families miss them")


def _cue_condition(place: Place, rows: pd.DataFrame) -> Condition | None:
    """What one size, recipe and origin says; None without a cue that was measured for both sides."""
    families = sorted(families_alone(rows))
    readers = [Reader(family, family, "svm", family) for family in families]
    readers += [Reader("svm", "", "svm"), Reader("cnn", "", "cnn")]
    cues = {name: name.removeprefix(ONE_CUE) for name in sorted(rows["dataset"].unique())}
    board = cue_board(rows, readers, cues, CHANCE).set_index(["reader", "cue"])
    common = [cue for cue in cues.values() if {("svm", cue), ("cnn", cue)} <= set(board.index)]
    if not common:
        return None
    read = [cue for cue in common if board.loc[("cnn", cue), "verdict"] == "reads"]
    answer, measured = _missed(board, common, read, families)
    drawn = replace(place, where=f"drawn shapes, {place.recipe} training")
    return drawn.condition(answer, measured, 0, float(rows["n_train"].iloc[0]))


def _missed(board: pd.DataFrame, common: list[str], read: list[str], families: list[str]) -> tuple[Answer, str]:
    """Whether all families together miss a cue, only each single family does, or none; with the accuracies."""
    gaps = {cue: board.loc[("cnn", cue), "low"] - board.loc[("svm", cue), "high"] for cue in read}
    missed = [cue for cue in read if board.loc[("svm", cue), "high"] < READS and gaps[cue] > 0]
    if missed:
        cue = max(missed, key=gaps.__getitem__)
        return "yes", f"told by {cue} alone, {_both(board, cue)}"
    shown = (read or common)[0]
    if not read or any(board.loc[("svm", cue), "verdict"] != "reads" for cue in read):
        return "open", f"told by {shown} alone, {_both(board, shown)}"
    alone = [family for family in families if all((family, cue) in board.index for cue in read)]
    if alone and all(any(board.loc[(family, cue), "verdict"] != "reads" for cue in read) for family in alone):
        return "partly", f"each single family misses one of {listed(read)}, all together read them"
    return "no", f"told by {shown} alone, {_both(board, shown)}"


def _both(board: pd.DataFrame, cue: str) -> str:
    """The accuracies of both sides with their intervals."""
    parts = []
    for reader, who in (("svm", "all families together get"), ("cnn", "the CNN gets")):
        share, low, high = percents(*board.loc[(reader, cue), ["accuracy", "low", "high"]])
        parts.append(f"{who} {share} right ({low} to {high})")
    return listed(parts)


def do_not_adapt(evidence: Evidence) -> Verdict:
    """Whether the best family alone differs between data sets."""
    return judge([_best_condition(evidence, *pair) for pair in combinations(evidence.ablations, 2)])


def _best_condition(evidence: Evidence, one: tuple[Place, Ablation], other: tuple[Place, Ablation]) -> Condition:
    best = [set(found.table["family"][found.table["leads"]]) for _, found in (one, other)]
    answer: Answer = "yes" if not best[0] & best[1] else "no" if best[0] == best[1] and len(best[0]) == 1 else "open"
    leaders = [
        f"best alone on {evidence.name(found.scored.dataset)}: {_leader(evidence, found)}" for _, found in (one, other)
    ]
    return _of_pair(one, other, answer, "; ".join(leaders))


def _leader(evidence: Evidence, found: Ablation) -> str:
    """`HOG, 92.4 % (91.0 % to 93.8 %)`."""
    row = found.table.loc[found.table["alone"].idxmax()]
    share, low, high = percents(row["alone"], row["alone_low"], row["alone_high"])
    return f"{evidence.name(row['family'])}, {share} ({low} to {high})"


def need_redesign(evidence: Evidence) -> Verdict:
    """Whether the families are in another order of accuracy on another data set, by pairs whose order is certain."""
    return judge([_order_condition(evidence, *pair) for pair in combinations(evidence.ablations, 2)])


def _order_condition(evidence: Evidence, one: tuple[Place, Ablation], other: tuple[Place, Ablation]) -> Condition:
    tables = one[1].table.merge(other[1].table, on="family", suffixes=("", "_other"))
    both = tables.dropna(subset=["alone", "alone_other"])
    agreement = _surely_ahead(both, "") * _surely_ahead(both, "_other")
    n, turned, same = len(agreement), int((agreement < 0).sum()), int((agreement > 0).sum())
    answer: Answer = "yes" if turned >= TURNED * n else "no" if same > (1 - TURNED) * n else "open"
    titles = listed([evidence.name(found.scored.dataset) for _, found in (one, other)])
    measured = f"surely in another order on {titles}: {turned} of {n} pairs of families; in the same order: {same}"
    return _of_pair(one, other, answer, measured)


def _surely_ahead(table: pd.DataFrame, suffix: str) -> np.ndarray:
    """For each pair of families 1 or -1 if one is surely ahead, at 95 % for all pairs together (Bonferroni), else 0."""
    low, share, high = (table[f"alone{end}{suffix}"].to_numpy() for end in ("_low", "", "_high"))
    half = np.maximum(share - low, high - share)  # an end may be cut off at 100 %
    one, other = np.triu_indices(len(table), 1)
    wider = float(special.ndtri(1 - 0.025 / len(one)) / special.ndtri(0.975))
    gap = share[one] - share[other]
    return np.sign(gap) * (np.abs(gap) > wider * np.hypot(half[one], half[other]))


def _of_pair(one: tuple[Place, Ablation], other: tuple[Place, Ablation], answer: Answer, measured: str) -> Condition:
    sources = listed(sorted({place.source for place, _ in (one, other)}))
    both = replace(one[0], where="", source=sources)
    return both.condition(answer, measured, min(found.n_train for _, found in (one, other)))


def layers(evidence: Evidence) -> Verdict:
    """Whether a linear classifier reads more of the class from the last layer than from the first, step by step.

    Each data set, training and origin is a condition, at its largest number of training images.
    """
    largest: dict[tuple[object, ...], Hierarchy] = {}
    for found in sorted(hierarchies(evidence.probes), key=lambda one: one.n_train):
        first = found.layers.iloc[0]
        largest[tuple(first[["origin", *SAME]])] = found
    partly = "the last layer holds more than the first, but one in between holds less than the one before it"
    verdict = judge([_layers_condition(evidence, found) for found in largest.values()], partly)
    return verdict.adding("Only this is judged: that layers build on one another, not what their units stand for.")


def _layers_condition(evidence: Evidence, found: Hierarchy) -> Condition:
    signs = {step.sign for step in found.steps}
    in_all = found.from_first.sign
    answer: Answer = "open" if in_all == 0 else "no" if in_all < 0 else "partly" if -1 in signs else "yes"
    place = evidence.place(found.layers)
    rest = uncapitalised(steps_without_gain(found).rstrip("."))
    one_seed = ONE_SEED if (found.layers["n_seeds"] == 1).any() else ""
    learned = f"; learned from {found.n_train:,} images{one_seed}"
    measured = f"{rise(found)}{f'; {rest}' if rest else ''}{learned}"
    return place.condition(answer, measured, found.n_train)


def features_matter(evidence: Evidence) -> Verdict:
    """Whether choosing features moves accuracy more than choosing the classifier, on every whole board."""
    rows = evidence.results[evidence.results["learner"] == LEARNER]
    rows = rows[rows["settings"].map(cell_of).astype(bool)]
    return judge([_board_condition(*one) for one in evidence.each(rows, [*CURVE, "n_train"])])


def _board_condition(place: Place, rows: pd.DataFrame) -> Condition | None:
    """Both spreads with their intervals, and their difference, which decides; None if a cell is missing."""
    board = swap_board(rows)
    if not board.is_whole:
        return None
    features, heads, gap = board.spreads
    answer: Answer = "yes" if gap.sign > 0 else "no" if gap.sign < 0 else "open"
    # How many seeds there are, the difference says.
    ends = (replace(one, low=max(0.0, one.low), n_seeds=0) for one in (features, heads))
    by_features, by_heads = (between(one, "points") for one in ends)
    measured = f"choosing features moves accuracy by {by_features}, choosing the classifier by {by_heads}"
    sized = replace(place, where=f"{place.where} with {board.n_train:,} images")
    return sized.condition(answer, f"{measured}; {between(gap, 'points between them')}", board.n_train)
