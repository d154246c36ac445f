"""The left side of one image: what each handcrafted family sees in it, and how it spoke for the answer."""

from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import FeatureUnion

from explain.answer import HandMade
from explain.pairwise import smooth_votes
from explain.sight import pairwise_decisions
from explain.stages import timed
from explain.votes import family_votes
from explain.witness import Witness
from features.family import Family
from features.views import views


def hand_made(witness: Witness, image: NDArray[np.uint8]) -> HandMade:
    """Everything about the SVM's answer to an image (height, width, channels)."""
    model = witness.model
    families = families_of(model["features"])
    columns = spans(families)
    seen = witness.see(image[np.newaxis])
    milliseconds = dict(seen.milliseconds)
    label, winner = int(witness.labels(seen)[0]), int(seen.scores[0].argmax())
    with timed(milliseconds, "views"):
        drawn = views(image, families)
    with timed(milliseconds, "votes"):
        n_classes = len(model.classes_)
        votes = family_votes(
            seen.rows[0], columns, winner, lambda rows: smooth_votes(pairwise_decisions(model, rows), n_classes)
        )
    with timed(milliseconds, "neighbours"):
        neighbours, _ = witness.nearest(seen)
    with timed(milliseconds, "occlusion"):
        covered = witness.occlusion(image, label)
    return HandMade(seen.rows[0], columns, drawn, votes, neighbours[0], covered, milliseconds)


def families_of(features: FeatureUnion) -> dict[str, Family]:
    """The fitted families by name, without those that were dropped."""
    return {name: family for name, family in features.transformer_list if family != "drop"}


def spans(families: dict[str, Family]) -> dict[str, tuple[int, int]]:
    """The first column of each family, and the one after its last, side by side as in the union."""
    ends = accumulate((len(family.get_feature_names_out()) for family in families.values()), initial=0)
    return dict(zip(families, pairwise(ends), strict=True))
