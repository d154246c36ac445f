"""Which matters more, features or classifier: accuracy of each pair, and how far either choice moves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.paired import Gap, PerImage, paired_gaps, right_by
from analysis.common.scored_on import ScoredOn
from analysis.common.summary import summarise
from analysis.common.swap_cells import CELLS, CLASSIFIERS, FEATURES, Cell
from analysis.common.variants import settings_of
from analysis.common.wording import NOT_ENOUGH, TOO_CLOSE, capitalised, count, percent


@dataclass(frozen=True, eq=False)
class Board:
    """Measured pairs of one data set, size, recipe and origin.

    `table` has a row for each: `features`, `head`, mean `accuracy`, its band, `n_seeds` and mean `seconds`;
    `right` says for each pair and seed which test images were right.
    """

    scored: ScoredOn
    n_train: int
    table: pd.DataFrame
    right: Mapping[Cell, Mapping[int, PerImage]]

    @property
    def is_whole(self) -> bool:
        """Whether every pair is measured, with a seed that all have."""
        return bool(self.seeds)

    @property
    def seeds(self) -> list[int]:
        """The seeds that every pair has."""
        measured = [set(self.right.get(cell, {})) for cell in CELLS]
        return sorted(set.intersection(*measured))

    @cached_property
    def spreads(self) -> tuple[Gap, Gap, Gap]:
        """The spread of the features, that of the classifiers, and the first minus the second. Needs a whole board.

        A spread of features is the mean, over the classifiers, of how much the best features are ahead of the worst.
        The best and the worst are chosen once, by their means. The interval is that of the gap between these two,
        paired by seed and test image; choosing again in every draw of the bootstrap would widen it.
        """
        means = np.array([np.mean([self.right[cell][seed].mean() for seed in self.seeds]) for cell in CELLS])
        means = means.reshape(len(FEATURES), len(CLASSIFIERS))
        by_features, by_classifier = self._gap(0, means.mean(axis=1)), self._gap(1, means.mean(axis=0))
        features, classifiers, difference = paired_gaps([by_features, by_classifier, by_features - by_classifier])
        return features, classifiers, difference

    def _gap(self, axis: int, means: NDArray[np.float64]) -> PerImage:
        """(seeds, test images): how much more often the best of the choices on an axis is right than the worst."""
        choices = (tuple(FEATURES), tuple(CLASSIFIERS))[axis]
        ends = choices[means.argmax()], choices[means.argmin()]
        sides = [[cell for cell in CELLS if cell[axis] == end] for end in ends]
        pairs = [*zip(*sides, strict=True)]
        sums = [sum(self.right[one][seed] - self.right[other][seed] for one, other in pairs) for seed in self.seeds]
        return np.stack(sums).astype(np.float32) / np.float32(len(pairs))


def swap_board(rows: pd.DataFrame) -> Board:
    """The board from rows of the learner `swap` that have one data set, size, recipe and origin, from any machines.

    Raises UnlikeTestImagesError for different test images, and ValueError for several sizes, recipes or origins.
    """
    scored = ScoredOn.of(rows)
    if len(rows[["n_train", "recipe", "origin"]].drop_duplicates()) > 1:
        raise ValueError("A board has one number of training images, one recipe and one origin.")
    settings = [_in_one_spelling(text) for text in rows["settings"]]
    summary = summarise(rows.assign(machine="", device="", settings=settings))
    cells = [cell_of(text) or (None, None) for text in summary["settings"]]
    table = summary.assign(features=[features for features, _ in cells], head=[head for _, head in cells])
    columns = ["features", "head", "accuracy", "low", "high", "n_seeds", "n_test", "seconds"]
    known = table.dropna(subset="features")[columns].reset_index(drop=True)
    return Board(scored, int(rows["n_train"].iloc[0]), known, right_by(rows, map(cell_of, rows["settings"])))


@lru_cache(maxsize=256)
def cell_of(text: str) -> Cell | None:
    """The cell that a row's settings name; None if there are other settings as well, or no such cell."""
    settings = settings_of(text)
    cell = str(settings.get("features", "")), str(settings.get("head", ""))
    return cell if len(settings) == len(cell) and cell in CELLS else None


def _in_one_spelling(text: str) -> str:
    """The settings, written the same way in all rows of a cell, so that these rows are one group."""
    cell = cell_of(text)
    return text if cell is None else f'{{"features": "{cell[0]}", "head": "{cell[1]}"}}'


def finding(board: Board) -> str:
    """By how much either choice moves accuracy, which matters more where that is clear, and the highest cell."""
    if not board.is_whole:
        n = len(board.table)
        return f"{NOT_ENOUGH}: {n} of {len(CELLS)} cells; the spreads need all of them with the same seeds."
    features, classifiers, gap = board.spreads
    moved = (
        f"choosing features moves accuracy by {features.in_points}, choosing the classifier by {classifiers.in_points}"
    )
    if not gap.sign:
        return f"Which matters more is {TOO_CLOSE}: {moved}."
    lead = moved if gap.value > 0 else f"the classifier matters more here: {moved}"
    return f"{capitalised(lead)}. {_best(board)}"


def _best(board: Board) -> str:
    """The highest cell, and whether its interval overlaps with that of a cell with other features."""
    best = board.table.loc[board.table["accuracy"].idxmax()]
    rivals = board.table[(board.table["high"] >= best["low"]) & (board.table["features"] != best["features"])]
    share = percent(best["accuracy"], (best["high"] - best["low"]) / 2)
    cell = f"{FEATURES[best['features']]} with {with_article(best['head'])}, {share}"
    lead = "No features are clearly ahead; the highest cell" if len(rivals) else "The highest cell"
    return f"{lead} after {count(board.n_train)} training images: {cell}."


def with_article(head: str) -> str:
    """`a linear SVM`, `an RBF SVM`, `logistic regression`."""
    if head == "logistic_regression":
        return CLASSIFIERS[head]
    return f"{'an' if head.startswith('rbf') else 'a'} {CLASSIFIERS[head]}"


def neighbours(cell: Cell) -> list[Cell]:
    """The cells to the left and right, above and below."""
    row, column = list(FEATURES).index(cell[0]), list(CLASSIFIERS).index(cell[1])
    places = [(row, column - 1), (row, column + 1), (row - 1, column), (row + 1, column)]
    inside = [place for place in places if 0 <= place[0] < len(FEATURES) and 0 <= place[1] < len(CLASSIFIERS)]
    return [(list(FEATURES)[one], list(CLASSIFIERS)[other]) for one, other in inside]


def disagreement(one: Mapping[int, np.ndarray], other: Mapping[int, np.ndarray]) -> float | None:
    """The share of test images that two cells label differently, a mean over their common seeds; None without any."""
    common = sorted(set(one) & set(other))
    return float(np.mean([(one[seed] != other[seed]).mean() for seed in common])) if common else None
