"""The left side: columns, votes and occlusion of an SVM's answer."""

import numpy as np
import pytest

from explain.verbs import answer, explain, open_model
from features import FAMILIES

pytestmark = pytest.mark.slow

FEATURES = {"features", "decision", "views", "votes", "neighbours", "occlusion"}


@pytest.fixture
def explained(kept, keep):
    """An explanation of the fifth test digit."""
    return explain(keep("digits", "svm", 500), kept.images["digits"].X_test[4])


def test_families_divide_the_vector(explained):
    """One behind the other, in the register's order, from the first column to the last."""
    ends = [end for _, end in explained.families.values()]

    assert list(explained.families) == list(explained.votes) == list(explained.views) == list(FAMILIES)
    assert [start for start, _ in explained.families.values()] == [0, *ends[:-1]]
    assert explained.vector.shape == (ends[-1],)


def test_the_vector_is_in_deviations(kept, keep):
    """Over the training images each column has the mean 0 and the deviation 1, or is 0 throughout."""
    rows = open_model(keep("digits", "svm", 500)).reference.rows

    assert np.abs(rows.mean(axis=0)).max() < 1e-3
    assert all(abs(deviation - 1) < 1e-2 or deviation < 1e-6 for deviation in rows.std(axis=0))


def test_every_stage_has_its_milliseconds(explained):
    """So that a page can say where the time went."""
    assert set(explained.milliseconds) == FEATURES
    assert all(value > 0 for value in explained.milliseconds.values())


def test_all_families_together_are_the_margin(kept, keep):
    """Votes are changes of the smooth margin, whose sign tells whether the answer would have stayed."""
    id, images = keep("digits", "svm", 500), kept.images["digits"]
    votes = explain(id, images.X_test[4]).votes

    assert all(np.isfinite(vote) for vote in votes.values())
    assert min(votes.values()) < 0


def test_the_colour_families_speak_where_only_the_colour_tells(kept, keep):
    """On shapes told apart by colour, the two families that answers lean on most, on the whole, are those of colour."""
    id, images = keep("colours", "svm", 400), kept.images["colours"]
    votes = [explain(id, image).votes for image in images.X_test[:20]]
    mean = {name: np.mean([vote[name] for vote in votes]) for name in FAMILIES}

    assert set(sorted(mean, key=mean.__getitem__)[:2]) == {"colour_histogram", "colour_moments"}


def test_occlusion_is_a_fall_of_the_answers_probability(kept, keep):
    """It never exceeds the probability that there was."""
    id, image = keep("digits", "svm", 500), kept.images["digits"].X_test[4]
    ((said,),) = answer((id,), image[np.newaxis])

    assert explain(id, image).occlusion.max() <= said.probabilities.max()
