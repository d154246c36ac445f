"""Explains an SVM's answer to one image: what each feature family sees in it, and how the family voted."""

from collections.abc import Callable, Mapping
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from explain.answer import Handcrafted
from explain.explained_model import ExplainedModel
from explain.outputs import ModelOutputs, pairwise_decisions, smooth_votes, timed
from features.family import Family
from features.views import views


def explain_svm(explained: ExplainedModel, image: NDArray[np.uint8], outputs: ModelOutputs) -> Handcrafted:
    """Everything about the SVM's answer to an image (height, width, channels), from its outputs for that image."""
    model, row, milliseconds = explained.model, outputs.rows[0], dict[str, float]()
    families = {name: family for name, family in model["features"].transformer_list if family != "drop"}
    columns = spans(families)

    def scores(rows: NDArray[np.float32]) -> NDArray[np.float64]:
        return smooth_votes(pairwise_decisions(model, rows), len(model.classes_))

    with timed(milliseconds, "views"):
        drawn = views(image, families)
    with timed(milliseconds, "votes"):
        votes = family_votes(row, columns, int(outputs.scores[0].argmax()), scores)
    common = explained.explanation(image, outputs, milliseconds)
    return Handcrafted(**vars(common), vector=row, families=columns, views=drawn, votes=votes)


def spans(families: dict[str, Family]) -> dict[str, tuple[int, int]]:
    """For each family its first column in the feature vector, and the column after its last."""
    ends = accumulate((len(family.get_feature_names_out()) for family in families.values()), initial=0)
    return dict(zip(families, pairwise(ends), strict=True))


def family_votes(
    row: NDArray[np.float32],
    families: Mapping[str, tuple[int, int]],
    winner: int,
    scores: Callable[[NDArray[np.float32]], NDArray[np.float64]],
) -> dict[str, float]:
    """The margin without each family minus the margin with all: negative for a family that supported the `winner`.

    `row` (d,) is standardised, so zeros are the mean training image's features. A family's numbers are its first column
    and the one after its last. `scores` maps rows (n, d) to (n, n_classes).
    """
    rows = np.repeat(row[np.newaxis], 1 + len(families), axis=0)
    for number, (start, end) in enumerate(families.values(), start=1):
        rows[number, start:end] = 0
    margins = margin(scores(rows), winner)
    return dict(zip(families, (margins[1:] - margins[0]).tolist(), strict=True))


def margin(scores: NDArray[np.float64], winner: int) -> NDArray[np.float64]:
    """The winner's score (n, n_classes) minus the best of the others: (n,)."""
    return scores[:, winner] - np.delete(scores, winner, axis=1).max(axis=1)
