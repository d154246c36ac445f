"""The finding on one's own images names the best of all learners, and claims no lead that is not clear."""

import pandas as pd

from analysis.common.summary import summarise
from analysis.data_size.finding import finding_of_all
from tests.analysis.decide.by_hand import made


def told(*tables):
    """The finding of these rows together."""
    rows = pd.concat(tables, ignore_index=True)
    return finding_of_all(rows, summarise(rows))


def test_the_best_of_three_is_named_first():
    """Where it is clearly ahead of both others; who leads without it follows."""
    both = made("svm", {10: 0.45, 20: 0.8}), made("cnn", {10: 0.45, 20: 0.4})

    assert told(*both, made("pretrained", {10: 1.0, 20: 1.0})) == (
        "With quick training, pretrained features lead at every size measured, from 10 to 20 images. "
        "Without pretrained features, handcrafted features lead at 20 images; with fewer it is too close to call."
    )
    assert told(*both).startswith("With quick training, handcrafted features lead at 20 images")


def test_a_lead_over_one_of_two_others_is_no_lead():
    """Handcrafted features are far ahead of the CNN, but pretrained features are as good."""
    two = made("cnn", {10: 0.3, 20: 0.4}), made("svm", {10: 0.9, 20: 0.9})

    assert told(*two, made("pretrained", {10: 0.9, 20: 0.905})).startswith(
        "With quick training, pretrained features are most accurate with 20 images (90 %), "
        "but too close to call against handcrafted features."
    )


def test_each_leads_where_it_is_ahead_of_all_others():
    """Two leaders, and a size between them without one."""
    two = made("cnn", {10: 0.3, 20: 0.3, 30: 0.9}), made("svm", {10: 0.2, 20: 0.2, 30: 0.2})

    assert told(*two, made("pretrained", {10: 0.6, 20: 0.3, 30: 0.6})).startswith(
        "With quick training, pretrained features lead at 10 images, the CNN leads at 30 images; "
        "at 20 it is too close to call."
    )
