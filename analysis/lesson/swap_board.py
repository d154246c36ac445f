"""The verdict on features and classifiers: which of the two choices moves accuracy more."""

from dataclasses import replace

from analysis.common.paired import Gap
from analysis.common.swap_cells import LEARNER
from analysis.features.swap_board import Board, Spread, cell_of, swap_board
from analysis.lesson.evidence import IMAGES, Evidence
from analysis.lesson.verdict import Answer, Verdict, judge
from analysis.lesson.words import between


def features_matter(evidence: Evidence) -> Verdict:
    """Whether choosing features moves accuracy more than choosing the classifier, on every whole board."""
    rows = evidence.results[evidence.results["learner"] == LEARNER]
    rows = rows[rows["settings"].map(cell_of).astype(bool)]
    conditions = []
    for _, group in rows.groupby([*IMAGES, "recipe", "origin", "n_train"], sort=True):
        board, place = swap_board(group), evidence.place(group)
        if board.is_whole:
            sized = replace(place, where=f"{place.where} with {board.n_train:,} images")
            conditions.append(sized.condition(_answer(board.spreads[2]), _measured(board), board.n_train))
    return judge(conditions)


def _answer(gap: Gap) -> Answer:
    """Features more, classifier more, or undecided."""
    return "yes" if gap.low > 0 else "no" if gap.high < 0 else "open"


def _measured(board: Board) -> str:
    """Both spreads with their intervals, and their difference, which decides."""
    features, heads, gap = board.spreads
    more = between(gap, "points between them")
    return (
        f"choosing features moves accuracy by {_points(features)}, choosing the classifier by {_points(heads)}; {more}"
    )


def _points(spread: Spread) -> str:
    return between(replace(spread, low=max(0.0, spread.low)), "points")
